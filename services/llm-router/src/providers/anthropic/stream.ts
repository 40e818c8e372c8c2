import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';

import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { convertUsage } from './convert-usage';
import type { UsageReport } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';

/** Reads a stream of events; only `message_stop` ends an answer. */
export async function* readStream(events: AsyncIterable<RawMessageStreamEvent>): AsyncGenerator<ProviderPiece> {
  const reports: (UsageReport | undefined)[] = [];
  let rawFinishReason: string | null | undefined;
  let hasEnded = false;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        reports.push(event.message?.usage);
        break;
      case 'message_delta':
        reports.push(event.usage);
        rawFinishReason = event.delta?.stop_reason;
        break;
      case 'message_stop':
        hasEnded = true;
        break;
      default:
    }
    const text = textOf(event);
    yield text === '' ? { kind: 'alive' } : { kind: 'text', text };
  }
  if (!hasEnded || !rawFinishReason) throw new ProviderFailure('incomplete-answer');
  const usage = convertUsage(reports);
  yield { kind: 'end', finishReason: mapFinishReason(rawFinishReason), rawFinishReason, usage };
}

function textOf(event: RawMessageStreamEvent): string {
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';
}
