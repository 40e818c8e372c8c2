import type { CompleteModelCallReply, CompleteModelCallV2Reply, ModelPart, ModelTokenUsage } from '@botarmy/contracts';

import type { ReasoningPart, ToolCallPart } from '../providers/prompt-part';
import type { RecordedAnswer } from './call-rows';
import { usageOf } from './call-rows';
import type { CompletedCall } from './complete-call';

/** The answer in the words of the first version. */
export function replyOf({ answer, isReplay }: CompletedCall): CompleteModelCallReply {
  const { call_id, text, finish_reason } = answer;
  const reason = finish_reason === 'tool_calls' ? 'other' : finish_reason;
  return { call_id, text, finish_reason: reason, usage: usageOf(answer), replayed: isReplay };
}

/** The answer in the words of the second version. */
export function replyOfV2({ answer, isReplay }: CompletedCall): CompleteModelCallV2Reply {
  const { call_id, text, finish_reason, content } = answer;
  return {
    call_id,
    text,
    reasoning: (content?.reasoning ?? []).map(reasoningPartOf),
    tool_calls: (content?.tool_calls ?? []).map(toolCallPartOf),
    finish_reason,
    raw_finish_reason: content?.raw_finish_reason ?? finish_reason,
    usage: tokenUsageOf(answer),
    replayed: isReplay,
    ...(answer.provider_ms === undefined ? {} : { provider_ms: answer.provider_ms }),
  };
}

/** What an answer used, by class. */
export function tokenUsageOf(answer: RecordedAnswer): ModelTokenUsage {
  const { provider, model, cache_write_tokens, cache_read_tokens, reasoning_tokens, cost_micros, simulated } = answer;
  return {
    provider,
    model,
    input_tokens: Math.max(0, answer.input_tokens - cache_write_tokens - cache_read_tokens),
    cache_write_tokens,
    cache_read_tokens,
    output_tokens: Math.max(0, answer.output_tokens - reasoning_tokens),
    reasoning_tokens,
    cost_micros,
    estimated: answer.content?.usage_estimated ?? false,
    simulated,
    ...(answer.content?.raw_usage === undefined ? {} : { raw: { ...answer.content.raw_usage } }),
  };
}

function reasoningPartOf({ text, signature, provider }: ReasoningPart): ModelPart {
  return {
    type: 'reasoning',
    text,
    ...(signature === undefined ? {} : { signature }),
    ...(provider === undefined ? {} : { provider }),
  };
}

function toolCallPartOf({ callId, name, arguments: text, signature, provider }: ToolCallPart): ModelPart {
  return {
    type: 'tool_call',
    call_id: callId,
    name,
    arguments: text,
    ...(signature === undefined ? {} : { signature }),
    ...(provider === undefined ? {} : { provider }),
  };
}
