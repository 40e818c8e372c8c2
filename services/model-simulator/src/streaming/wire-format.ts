import type { Failure } from '../calls/failure';
import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';

/** An HTTP answer other than a stream. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How one provider frames answers and errors. Stream parts are complete server-sent events. */
export interface WireFormat {
  headers(answer: SimulatedAnswer): Record<string, string>;
  body(call: SimulatedCall, answer: SimulatedAnswer): unknown;
  opening(call: SimulatedCall, answer: SimulatedAnswer): string;
  delta(call: SimulatedCall, answer: SimulatedAnswer, text: string): string;
  closing(call: SimulatedCall, answer: SimulatedAnswer): string;
  failure(failure: Failure, requestId: string): WireResponse;
  /** A failure after the stream has begun. */
  failureEvent(failure: Failure, requestId: string): string;
}

/** A server-sent event; the name is left out where the provider sends none. */
export function serverSentEvent(data: unknown, name?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return name ? `event: ${name}\ndata: ${text}\n\n` : `data: ${text}\n\n`;
}
