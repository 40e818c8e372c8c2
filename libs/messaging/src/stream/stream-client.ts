import { createHash } from 'node:crypto';

import { createInbox } from 'nats';
import type { Msg } from 'nats';

import { injectTraceContext, withSpan } from '@botarmy/chassis';
import type { Clock, TimerHandle } from '@botarmy/chassis';
import { inboxPrefix, streamControlPrefix } from '@botarmy/contracts';
import type { Caller, QuestionDeclaration } from '@botarmy/contracts';

import { withCaller } from '../ask/caller-headers';
import { fromWire } from '../ask/problem-wire';
import type { Broker } from '../connection/broker';
import { UnavailableError } from '../consume/unavailable-error';
import { toNatsHeaders } from '../publish/message-headers';
import { SILENCE_LIMIT_MS } from './stream-frames';
import type { StreamControl, StreamFrame } from './stream-frames';

/** What the asker of a streamed question may give along. */
export interface StreamAskOptions {
  /** Called for each new piece, in order, with its position. */
  readonly onDelta?: (text: string, offset: number) => void;
  /** Called when the text so far is void; the next piece has position 0. */
  readonly onReset?: () => void;
  /** Cancels the answer at its source. */
  readonly signal?: AbortSignal;
  /** Milliseconds of silence after which the stream counts as lost. Default 8,000. */
  readonly silenceLimitMs?: number;
}

/** Asks streamed questions. */
export class StreamClient {
  constructor(
    private readonly broker: Broker,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks and collects the whole answer; the reply's `text` is what was streamed.
   *
   * @throws {Problem} the answering service refused.
   * @throws {UnavailableError} nobody answered, the stream fell silent or its text is not what the end frame says:
   *   ask again under the same idempotency key and the recorded answer comes.
   */
  async ask<TRequest extends object, TReply extends { text: string }>(
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller: Caller,
    options: StreamAskOptions = {},
  ): Promise<TReply> {
    const ask = () => this.collect(question, request, caller, options);
    return withSpan(`ask ${question.subject}`, { 'messaging.system': 'nats' }, ask, 'client');
  }

  private async collect<TRequest extends object, TReply extends { text: string }>(
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller: Caller,
    { onDelta, onReset, signal, silenceLimitMs = SILENCE_LIMIT_MS }: StreamAskOptions,
  ): Promise<TReply> {
    const { connection, service } = this.broker;
    const { promise, resolve, reject } = Promise.withResolvers<TReply>();
    let text = '';
    let streamId: string | undefined;
    let silence: TimerHandle | undefined;
    const lost = (reason: string): void =>
      reject(new UnavailableError(`${question.answeredBy} ${reason}`, { retryAfterMs: 500 }));
    const listen = (): void => {
      silence?.cancel();
      silence = this.clock.setTimer(silenceLimitMs, () => lost('fell silent in the middle of an answer'));
    };
    const stop = (id: string): void => {
      const command: StreamControl = { kind: 'cancel' };
      connection.publish(`${streamControlPrefix(question.answeredBy)}.${id}`, JSON.stringify(command));
    };
    let isCancelled = false;
    const cancel = (): void => {
      isCancelled = true;
      if (streamId !== undefined) stop(streamId);
      reject(signal?.reason ?? new Error('cancelled'));
    };
    const receive = (message: Msg): void => {
      if (message.data.length === 0 && message.headers?.code === 503) return lost('does not answer');
      const frame = message.json<StreamFrame>();
      if (isCancelled) {
        if (frame.kind === 'accepted') stop(frame.stream_id);
        return;
      }
      listen();
      if (frame.kind === 'accepted') streamId = frame.stream_id;
      else if (frame.kind === 'refused') reject(fromWire(frame.problem));
      else if (frame.kind === 'delta') {
        if (frame.offset !== text.length) return lost('lost a piece of the answer');
        text += frame.text;
        onDelta?.(frame.text, frame.offset);
      } else if (frame.kind === 'reset') {
        text = '';
        onReset?.();
      } else if (frame.kind === 'end') {
        const isWhole = frame.length === text.length && frame.sha256 === sha256(text);
        if (isWhole) resolve({ ...(frame.reply as TReply), text });
        else lost('ended an answer that arrived incomplete');
      }
    };
    const inbox = createInbox(inboxPrefix(service));
    const subscription = connection.subscribe(inbox, {
      callback: (error, message) => (error === null ? receive(message) : reject(error)),
    });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (signal?.aborted === true) throw signal.reason;
      const headers = toNatsHeaders(withCaller(injectTraceContext({}), caller));
      connection.publish(question.subject, JSON.stringify(request), { reply: inbox, headers });
      listen();
      return await promise;
    } finally {
      silence?.cancel();
      signal?.removeEventListener('abort', cancel);
      // Cancelled before its stream had a name: the first frame brings the name, and with it the end.
      if (isCancelled && streamId === undefined) subscription.unsubscribe(1);
      else subscription.unsubscribe();
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf16le').digest('hex');
}
