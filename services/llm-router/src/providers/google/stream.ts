import type { GenerateContentResponse } from '@google/generative-ai';

import type { TokenUsage } from '../../models/model';
import { codeOfStatus } from '../classify-status';
import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { convertUsage } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';

/** Reads a stream of partial responses. Their `text()` throws for blocked candidates, so the parts are read directly. */
export async function* readStream(responses: AsyncIterable<GenerateContentResponse>): AsyncGenerator<ProviderPiece> {
  let rawFinishReason: string | undefined;
  let usage: TokenUsage | undefined;
  for await (const response of responses) {
    assertNoError(response as object);
    const { candidates, promptFeedback, usageMetadata } = response;
    const candidate = candidates?.[0];
    const text = (candidate?.content?.parts ?? []).map(textOf).join('');
    yield text === '' ? { kind: 'alive' } : { kind: 'text', text };
    rawFinishReason = candidate?.finishReason ?? promptFeedback?.blockReason ?? rawFinishReason;
    if (usageMetadata !== undefined) usage = convertUsage(usageMetadata) ?? usage;
  }
  if (rawFinishReason === undefined) throw new ProviderFailure('incomplete-answer');
  yield { kind: 'end', finishReason: mapFinishReason(rawFinishReason), rawFinishReason, usage };
}

/** An error in a begun stream comes as an event of its own, which the package passes on. */
function assertNoError(response: object & { readonly error?: { readonly code?: number } }): void {
  if (response.error === undefined) return;
  const { code: status = 500 } = response.error;
  throw new ProviderFailure(codeOfStatus(status), { status });
}

/** A thought is a text part with a mark the package does not know. */
function textOf(part: { readonly text?: string; readonly thought?: boolean }): string {
  return part.thought === true ? '' : (part.text ?? '');
}
