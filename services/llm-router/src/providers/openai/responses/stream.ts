import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses';

import type { ReasoningPart, ToolCallPart } from '../../prompt-part';
import type { FinishReason, ProviderEnd, ProviderPiece } from '../../provider';
import { ProviderFailure } from '../../provider-failure';
import { rawRecordOf } from '../../raw-record';
import { codeOfOpenAiError } from '../error-codes';
import { OPENAI_ID } from '../openai-id';
import { convertResponseUsage } from './convert-usage';
import { writeSignature } from './reasoning-signature';

/** Reads a stream of events; only an event with the whole response ends an answer. */
export async function* readResponseStream(events: AsyncIterable<ResponseStreamEvent>): AsyncGenerator<ProviderPiece> {
  let end: ProviderEnd | undefined;
  for await (const event of events) {
    if (typeof event.type !== 'string') throw new ProviderFailure('malformed-answer');
    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        yield { kind: 'text', text: event.delta };
        break;
      case 'response.function_call_arguments.delta':
      case 'response.reasoning_summary_text.delta':
        yield { kind: 'alive', characters: event.delta.length };
        break;
      case 'response.completed':
      case 'response.incomplete':
        end = endOf(event.response);
        yield { kind: 'alive' };
        break;
      case 'response.failed':
        throw new ProviderFailure(codeOfOpenAiError(event.response.error?.code));
      case 'error':
        throw new ProviderFailure(codeOfOpenAiError(event.code));
      default:
        yield { kind: 'alive' };
    }
  }
  if (end === undefined) throw new ProviderFailure('incomplete-answer');
  yield end;
}

function endOf({ output, usage, status, incomplete_details }: Response): ProviderEnd {
  if (!Array.isArray(output)) throw new ProviderFailure('malformed-answer');
  const toolCalls = output.flatMap((item): ToolCallPart[] =>
    item.type === 'function_call'
      ? [{ type: 'tool_call', callId: item.call_id, name: item.name, arguments: item.arguments }]
      : [],
  );
  const reasoning = output.flatMap((item): ReasoningPart[] => {
    if (item.type !== 'reasoning') return [];
    const content = item.encrypted_content;
    const signature = content ? writeSignature({ id: item.id, content }) : undefined;
    const text = item.summary.map((part) => part.text).join('\n');
    return [{ type: 'reasoning', text, ...(signature === undefined ? {} : { signature, provider: OPENAI_ID }) }];
  });
  const rawFinishReason = incomplete_details?.reason ?? status ?? 'completed';
  return {
    kind: 'end',
    finishReason: finishReasonOf(rawFinishReason, toolCalls.length > 0),
    rawFinishReason,
    usage: usage ? convertResponseUsage(usage) : undefined,
    rawUsage: usage ? rawRecordOf(usage) : undefined,
    reasoning,
    toolCalls,
  };
}

function finishReasonOf(raw: string, hasToolCalls: boolean): FinishReason {
  if (raw === 'completed') return hasToolCalls ? 'tool_calls' : 'stop';
  if (raw === 'max_output_tokens') return 'length';
  return raw === 'content_filter' ? 'content_filter' : 'other';
}
