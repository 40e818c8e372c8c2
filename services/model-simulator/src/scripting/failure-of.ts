import type { Failure } from '../calls/failure';
import type { Fault } from './script';

/** The failure a scripted fault stands for; undefined for faults that spoil the answer instead of refusing it. */
export function failureOf(fault: Fault): Failure | undefined {
  switch (fault.kind) {
    case 'rate-limit':
      return {
        kind: 'rate-limit',
        message: 'Rate limit reached for requests (simulated): try again later.',
        retryAfterSeconds: fault.retry_after_seconds ?? 1,
      };
    case 'server-error':
      return {
        kind: 'server-error',
        message: 'The server had an error while processing the request (simulated).',
        status: fault.status,
      };
    case 'overloaded':
      return {
        kind: 'overloaded',
        message: 'The service is overloaded (simulated): try again later.',
        retryAfterSeconds: fault.retry_after_seconds,
      };
    case 'unauthorized':
      return { kind: 'unauthorized', message: 'The API key is not valid (simulated).' };
    case 'context-length':
      return {
        kind: 'context-length',
        message: 'The request is longer than the context window of the model (simulated).',
      };
    default:
      return undefined;
  }
}
