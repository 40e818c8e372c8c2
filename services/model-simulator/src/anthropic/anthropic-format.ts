import type { Failure } from '../calls/failure';
import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import type { WireFormat, WireResponse } from '../streaming/wire-format';
import { serverSentEvent } from '../streaming/wire-format';
import { blocksOf, closingEvents, openingEvents, textIndexOf } from './anthropic-blocks';
import type { AnthropicEvent } from './anthropic-blocks';

const FINISH = {
  stop: 'end_turn',
  length: 'max_tokens',
  'stop-sequence': 'stop_sequence',
  'tool-calls': 'tool_use',
} as const;
const ERRORS: Readonly<Record<Failure['kind'], readonly [number, string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  'server-error': [500, 'api_error'],
  overloaded: [529, 'overloaded_error'],
  unauthorized: [401, 'authentication_error'],
  'context-length': [400, 'invalid_request_error'],
  'invalid-request': [400, 'invalid_request_error'],
};

/** Messages of Anthropic. */
export const anthropicFormat: WireFormat = {
  headers: (answer) => ({ 'request-id': answer.id, 'anthropic-organization-id': 'botarmy-simulator' }),
  body: (call, answer) => ({
    ...messageOf(call, answer, answer.outputTokens),
    content: blocksOf(answer),
    stop_reason: FINISH[answer.finish],
    stop_sequence: stopSequenceOf(call, answer),
  }),
  opening: (call, answer) =>
    event({ type: 'message_start', message: messageOf(call, answer, 1) }) +
    openingEvents(answer).map(event).join('') +
    event({ type: 'ping' }),
  delta: (_call, answer, text) =>
    event({ type: 'content_block_delta', index: textIndexOf(answer), delta: { type: 'text_delta', text } }),
  closing: (call, answer) =>
    closingEvents(answer).map(event).join('') +
    event({
      type: 'message_delta',
      delta: { stop_reason: FINISH[answer.finish], stop_sequence: stopSequenceOf(call, answer) },
      usage: answer.hidesUsage ? {} : usageOf(answer, answer.outputTokens),
    }) +
    event({ type: 'message_stop' }),
  failure: failureResponse,
  failureEvent: (failure, requestId) => serverSentEvent(failureResponse(failure, requestId).body, 'error'),
};

function messageOf(call: SimulatedCall, answer: SimulatedAnswer, outputTokens: number): Record<string, unknown> {
  return {
    id: answer.id,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(answer.hidesUsage ? {} : { usage: { ...usageOf(answer, outputTokens), service_tier: 'standard' } }),
  };
}

/** Input is what was neither read from nor written to the cache. */
function usageOf(answer: SimulatedAnswer, outputTokens: number): Record<string, unknown> {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = answer;
  return {
    input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cacheReadTokens,
    output_tokens: outputTokens,
    ...(reasoningTokens > 0 ? { output_tokens_details: { thinking_tokens: reasoningTokens } } : {}),
  };
}

function failureResponse(failure: Failure, requestId: string): WireResponse {
  const [status, type] = ERRORS[failure.kind];
  const wait = failure.retryAfterSeconds;
  return {
    status: failure.status ?? status,
    headers: {
      'request-id': requestId,
      ...(wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait)) }),
      ...(failure.kind === 'rate-limit'
        ? { 'anthropic-ratelimit-requests-limit': '50', 'anthropic-ratelimit-requests-remaining': '0' }
        : {}),
    },
    body: { type: 'error', error: { type, message: failure.message }, request_id: requestId },
  };
}

function event(data: AnthropicEvent): string {
  return serverSentEvent(data, data.type);
}

function stopSequenceOf(call: SimulatedCall, answer: SimulatedAnswer): string | null {
  return answer.finish === 'stop-sequence' ? (call.stopSequences[0] ?? null) : null;
}
