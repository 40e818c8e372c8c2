import type { Failure } from '../calls/failure';
import type { SimulatedAnswer, SimulatedCall, SimulatedToolCall } from '../calls/simulated-call';
import type { WireFormat, WireResponse } from '../streaming/wire-format';
import { serverSentEvent } from '../streaming/wire-format';

const FINGERPRINT = 'botarmy-simulator';
const FINISH = { stop: 'stop', length: 'length', 'stop-sequence': 'stop', 'tool-calls': 'tool_calls' } as const;
const ERRORS: Readonly<Record<Failure['kind'], readonly [number, string, string | null]>> = {
  'rate-limit': [429, 'requests', 'rate_limit_exceeded'],
  'server-error': [500, 'server_error', null],
  overloaded: [503, 'server_error', 'service_unavailable'],
  unauthorized: [401, 'invalid_request_error', 'invalid_api_key'],
  'context-length': [400, 'invalid_request_error', 'context_length_exceeded'],
  'invalid-request': [400, 'invalid_request_error', null],
};

/** Chat completions of OpenAI; usage closes a stream only when it was asked for. */
export function openAiFormat(includeUsage: boolean): WireFormat {
  const chunk = (call: SimulatedCall, answer: SimulatedAnswer, choices: readonly unknown[], usage: unknown): string =>
    serverSentEvent({
      id: answer.id,
      object: 'chat.completion.chunk',
      created: answer.createdAt,
      model: call.model,
      service_tier: 'default',
      system_fingerprint: FINGERPRINT,
      choices,
      ...(includeUsage ? { usage } : {}),
    });
  const choice = (delta: unknown, finish: string | null): unknown => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finish,
  });
  return {
    headers: (answer) => ({ 'x-request-id': answer.id, 'openai-version': '2020-10-01' }),
    body: (call, answer) => ({
      id: answer.id,
      object: 'chat.completion',
      created: answer.createdAt,
      model: call.model,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: answer.toolCalls.length > 0 && answer.text === '' ? null : answer.text,
            refusal: null,
            annotations: [],
            ...(answer.toolCalls.length > 0 ? { tool_calls: answer.toolCalls.map(toolCallOf) } : {}),
          },
          logprobs: null,
          finish_reason: FINISH[answer.finish],
        },
      ],
      ...(answer.hidesUsage ? {} : { usage: usageOf(answer) }),
      service_tier: 'default',
      system_fingerprint: FINGERPRINT,
    }),
    opening: (call, answer) =>
      chunk(call, answer, [choice({ role: 'assistant', content: '', refusal: null }, null)], null) +
      (answer.reasoning === ''
        ? ''
        : chunk(call, answer, [choice({ reasoning_content: answer.reasoning }, null)], null)),
    delta: (call, answer, text) => chunk(call, answer, [choice({ content: text }, null)], null),
    closing: (call, answer) =>
      answer.toolCalls
        .flatMap((toolCall, index) => toolCallDeltas(toolCall, index))
        .map((delta) => chunk(call, answer, [choice({ tool_calls: [delta] }, null)], null))
        .join('') +
      chunk(call, answer, [choice({}, FINISH[answer.finish])], null) +
      (includeUsage && !answer.hidesUsage ? chunk(call, answer, [], usageOf(answer)) : '') +
      serverSentEvent('[DONE]'),
    failure: failureResponse,
    failureEvent: (failure, requestId) => serverSentEvent(failureResponse(failure, requestId).body),
  };
}

function failureResponse(failure: Failure, requestId: string): WireResponse {
  const [status, type, code] = ERRORS[failure.kind];
  const wait = failure.retryAfterSeconds;
  return {
    status: failure.status ?? status,
    headers: {
      'x-request-id': requestId,
      ...(wait === undefined
        ? {}
        : { 'retry-after': String(Math.ceil(wait)), 'retry-after-ms': String(Math.round(wait * 1000)) }),
      ...(failure.kind === 'rate-limit'
        ? {
            'x-ratelimit-limit-requests': '60',
            'x-ratelimit-remaining-requests': '0',
            'x-ratelimit-reset-requests': `${wait ?? 1}s`,
          }
        : {}),
    },
    body: { error: { message: failure.message, type, param: null, code } },
  };
}

function toolCallOf({ id, name, arguments: text }: SimulatedToolCall): unknown {
  return { id, type: 'function', function: { name, arguments: text } };
}

/** The head with the name, then the arguments in two pieces, as the provider sends them. */
function toolCallDeltas({ id, name, arguments: text }: SimulatedToolCall, index: number): unknown[] {
  const middle = Math.ceil(text.length / 2);
  return [
    { index, id, type: 'function', function: { name, arguments: '' } },
    { index, function: { arguments: text.slice(0, middle) } },
    { index, function: { arguments: text.slice(middle) } },
  ];
}

function usageOf(answer: SimulatedAnswer): unknown {
  return {
    prompt_tokens: answer.inputTokens,
    completion_tokens: answer.outputTokens,
    total_tokens: answer.inputTokens + answer.outputTokens,
    prompt_tokens_details: {
      cached_tokens: answer.cacheReadTokens,
      cache_write_tokens: answer.cacheWriteTokens,
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: answer.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
