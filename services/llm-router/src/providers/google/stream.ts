import type { GenerateContentResponse } from '@google/generative-ai';

import type { TokenUsage } from '../../models/model';
import { codeOfStatus } from '../classify-status';
import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { rawRecordOf } from '../raw-record';
import { AnswerParts } from './answer-parts';
import { convertUsage } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';

/** Reads a stream of partial responses. Their `text()` throws for blocked candidates, so the parts are read directly. */
export async function* readStream(responses: AsyncIterable<GenerateContentResponse>): AsyncGenerator<ProviderPiece> {
  let rawFinishReason: string | undefined;
  let usage: TokenUsage | undefined;
  let rawUsage: Record<string, unknown> | undefined;
  const answer = new AnswerParts();
  for await (const response of responses) {
    assertNoError(response as object);
    const { candidates, promptFeedback, usageMetadata } = response;
    const candidate = candidates?.[0];
    const added = (candidate?.content?.parts ?? []).map((part) => answer.add(part));
    const text = added.map((part) => part.text).join('');
    const characters = added.reduce((sum, part) => sum + part.characters, 0);
    yield text === '' ? { kind: 'alive', characters } : { kind: 'text', text };
    rawFinishReason = candidate?.finishReason ?? promptFeedback?.blockReason ?? rawFinishReason;
    if (usageMetadata !== undefined) {
      usage = convertUsage(usageMetadata) ?? usage;
      rawUsage = rawRecordOf(usageMetadata);
      if (usage !== undefined) yield { kind: 'usage', usage };
    }
  }
  if (rawFinishReason === undefined) throw new ProviderFailure('incomplete-answer');
  const { toolCalls, reasoning } = answer;
  const finishReason = mapFinishReason(rawFinishReason, toolCalls.length > 0);
  yield { kind: 'end', finishReason, rawFinishReason, usage, rawUsage, reasoning, toolCalls };
}

/** An error in a begun stream comes as an event of its own, which the package passes on. */
function assertNoError(response: object & { readonly error?: { readonly code?: number } }): void {
  if (response.error === undefined) return;
  const { code: status = 500 } = response.error;
  throw new ProviderFailure(codeOfStatus(status), { status });
}
