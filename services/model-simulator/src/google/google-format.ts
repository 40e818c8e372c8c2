import type { Failure } from '../calls/failure';
import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import type { WireFormat, WireResponse } from '../streaming/wire-format';
import { serverSentEvent } from '../streaming/wire-format';

const FINISH = { stop: 'STOP', length: 'MAX_TOKENS', 'stop-sequence': 'STOP' } as const;
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
  body: (call, answer) => responseOf(call, answer, answer.text, true),
  opening: () => '',
  delta: (call, answer, text) => serverSentEvent(responseOf(call, answer, text, false)),
  closing: (call, answer) => serverSentEvent(responseOf(call, answer, '', true)),
  failure: failureResponse,
  failureEvent: (failure) => serverSentEvent(failureResponse(failure).body),
};

function responseOf(call: SimulatedCall, answer: SimulatedAnswer, text: string, isLast: boolean): unknown {
  return {
    candidates: [
      {
        content: { parts: [{ text }], role: 'model' },
        ...(isLast ? { finishReason: FINISH[answer.finish] } : {}),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: answer.inputTokens,
      ...(isLast ? { candidatesTokenCount: answer.outputTokens } : {}),
      totalTokenCount: answer.inputTokens + (isLast ? answer.outputTokens : 0),
    },
    modelVersion: call.model,
    responseId: answer.id,
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
