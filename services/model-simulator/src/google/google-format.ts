import type { Failure } from '../calls/failure';
import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import type { WireFormat, WireResponse } from '../streaming/wire-format';
import { serverSentEvent } from '../streaming/wire-format';

const FINISH = { stop: 'STOP', length: 'MAX_TOKENS', 'stop-sequence': 'STOP', 'tool-calls': 'STOP' } as const;
const ERRORS: Readonly<Record<Failure['kind'], readonly [number, string]>> = {
  'rate-limit': [429, 'RESOURCE_EXHAUSTED'],
  'server-error': [500, 'INTERNAL'],
  overloaded: [503, 'UNAVAILABLE'],
  unauthorized: [400, 'INVALID_ARGUMENT'],
  'context-length': [400, 'INVALID_ARGUMENT'],
  'invalid-request': [400, 'INVALID_ARGUMENT'],
};

/** Generative Language of Google. */
export const googleFormat: WireFormat = {
  headers: () => ({ 'server-timing': 'gfet4t7; dur=1' }),
  body: (call, answer) =>
    responseOf(call, answer, [...thoughtOf(answer), { text: answer.text }, ...callsOf(answer)], true),
  opening: (call, answer) => {
    const thought = thoughtOf(answer);
    return thought.length === 0 ? '' : serverSentEvent(responseOf(call, answer, thought, false));
  },
  delta: (call, answer, text) => serverSentEvent(responseOf(call, answer, [{ text }], false)),
  closing: (call, answer) => {
    const calls = callsOf(answer);
    return serverSentEvent(responseOf(call, answer, calls.length > 0 ? calls : [{ text: '' }], true));
  },
  failure: failureResponse,
  failureEvent: (failure) => serverSentEvent(failureResponse(failure).body),
};

const SIGNATURE = 'c2ltdWxhdGVkIHRob3VnaHQ=';

function thoughtOf({ reasoning }: SimulatedAnswer): unknown[] {
  return reasoning === '' ? [] : [{ text: reasoning, thought: true, thoughtSignature: SIGNATURE }];
}

function callsOf({ toolCalls }: SimulatedAnswer): unknown[] {
  return toolCalls.map(({ id, name, arguments: text }) => ({ functionCall: { id, name, args: argumentsOf(text) } }));
}

/** The protocol carries arguments as an object; a script's text that is none stands as a text of its own. */
function argumentsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function responseOf(call: SimulatedCall, answer: SimulatedAnswer, parts: readonly unknown[], isLast: boolean): unknown {
  return {
    candidates: [
      {
        content: { parts, role: 'model' },
        ...(isLast ? { finishReason: FINISH[answer.finish] } : {}),
        index: 0,
      },
    ],
    ...(answer.hidesUsage ? {} : { usageMetadata: usageOf(answer, isLast) }),
    modelVersion: call.model,
    responseId: answer.id,
  };
}

function usageOf(answer: SimulatedAnswer, isLast: boolean): unknown {
  const { inputTokens, outputTokens, cacheReadTokens, reasoningTokens } = answer;
  return {
    promptTokenCount: inputTokens,
    ...(cacheReadTokens > 0 ? { cachedContentTokenCount: cacheReadTokens } : {}),
    ...(isLast ? { candidatesTokenCount: outputTokens - reasoningTokens } : {}),
    ...(isLast && reasoningTokens > 0 ? { thoughtsTokenCount: reasoningTokens } : {}),
    totalTokenCount: inputTokens + (isLast ? outputTokens : 0),
  };
}

function failureResponse(failure: Failure): WireResponse {
  const [status, name] = ERRORS[failure.kind];
  const code = failure.status ?? status;
  const wait = failure.retryAfterSeconds;
  const details = [
    ...(failure.kind === 'unauthorized'
      ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }]
      : []),
    ...(wait === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${wait}s` }]),
  ];
  return {
    status: code,
    headers: wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait)) },
    body: { error: { code, message: failure.message, status: name, ...(details.length > 0 ? { details } : {}) } },
  };
}
