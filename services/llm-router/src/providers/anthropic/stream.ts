import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';

import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { rawRecordOf } from '../raw-record';
import { ContentBlocks } from './content-blocks';
import { convertUsage } from './convert-usage';
import type { UsageReport } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';

/** Reads a stream of events; only `message_stop` ends an answer. */
export async function* readStream(events: AsyncIterable<RawMessageStreamEvent>): AsyncGenerator<ProviderPiece> {
  const reports: (UsageReport | undefined)[] = [];
  const blocks = new ContentBlocks();
  let rawFinishReason: string | null | undefined;
  let hasEnded = false;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start': {
        reports.push(event.message?.usage);
        const usage = convertUsage(reports);
        yield usage === undefined ? { kind: 'alive' } : { kind: 'usage', usage };
        break;
      }
      case 'content_block_start':
        blocks.start(event.index, event.content_block);
        yield { kind: 'alive' };
        break;
      case 'content_block_delta':
        yield event.delta.type === 'text_delta'
          ? { kind: 'text', text: event.delta.text }
          : { kind: 'alive', characters: blocks.add(event.index, event.delta) };
        break;
      case 'message_delta':
        reports.push(event.usage);
        rawFinishReason = event.delta?.stop_reason;
        yield { kind: 'alive' };
        break;
      default:
        hasEnded ||= event.type === 'message_stop';
        yield { kind: 'alive' };
    }
  }
  if (!hasEnded || !rawFinishReason) throw new ProviderFailure('incomplete-answer');
  yield {
    kind: 'end',
    finishReason: mapFinishReason(rawFinishReason),
    rawFinishReason,
    usage: convertUsage(reports),
    rawUsage: rawRecordOf(Object.assign({}, ...reports) as object),
    reasoning: blocks.reasoning,
    toolCalls: blocks.toolCalls,
  };
}
