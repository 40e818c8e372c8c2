import type { Msg, Subscription } from 'nats';

import { Problem, problemFromError, runWithTraceContext, withCorrelation, withSpan } from '@botarmy/chassis';
import type { Clock, Logger } from '@botarmy/chassis';
import { assertPayload, createId, hasRole, InvalidPayloadError, streamControlPrefix } from '@botarmy/contracts';
import type { Caller, QuestionDeclaration } from '@botarmy/contracts';

import { callerFrom } from '../ask/caller-headers';
import { toWire } from '../ask/problem-wire';
import type { Broker } from '../connection/broker';
import { fromNatsHeaders } from '../publish/message-headers';
import { DeltaSender } from './delta-sender';
import { ALIVE_EVERY_MS } from './stream-frames';
import type { StreamControl, StreamFrame } from './stream-frames';

/** What a handler has besides the request. */
export interface StreamContext {
  readonly caller: Caller;
  /** Aborted when the asker no longer wants the answer. */
  readonly signal: AbortSignal;
  /** Sends the next piece of text. */
  readonly delta: (text: string) => void;
  /** Takes back the text so far: the answer starts again, for example from another source. */
  readonly reset: () => void;
}

/** Answers one streamed question: sends pieces of text and resolves with the reply (its text included). */
export type StreamHandler<TRequest, TReply> = (request: TRequest, context: StreamContext) => Promise<TReply>;

/** Serves streamed questions: pieces with offsets, signs of life, cancel, and an end frame that proves the whole. */
export class StreamServer {
  private readonly running = new Map<string, AbortController>();
  private readonly work = new Set<Promise<void>>();
  private readonly subscriptions: Subscription[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Starts answering a declared streamed question; replicas share the questions. */
  serve<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    handler: StreamHandler<TRequest, TReply>,
  ): void {
    const { connection, service } = this.broker;
    const questions = connection.subscribe(question.subject, {
      queue: service,
      callback: (error, message) => {
        if (error === null) this.track(this.answer(question, handler, message));
      },
    });
    const control = connection.subscribe(`${streamControlPrefix(service)}.*`, {
      callback: (error, message) => {
        if (error === null) this.control(message);
      },
    });
    this.subscriptions.push(questions, control);
  }

  /** Takes no new question; waits until the running ones ended. */
  async stop(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await Promise.all(this.work);
  }

  /** Streams being answered now. */
  get inFlight(): number {
    return this.work.size;
  }

  private track(work: Promise<void>): void {
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
  }

  private control(message: Msg): void {
    const command = message.json<StreamControl>();
    if (command.kind === 'cancel') this.running.get(message.subject.split('.').at(-1) ?? '')?.abort();
  }

  private async answer<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    handler: StreamHandler<TRequest, TReply>,
    message: Msg,
  ): Promise<void> {
    const streamId = createId('call');
    const cancelled = new AbortController();
    this.running.set(streamId, cancelled);
    const send = (frame: StreamFrame): void => void message.respond(JSON.stringify(frame));
    const sender = new DeltaSender(this.clock, send);
    send({ kind: 'accepted', stream_id: streamId });
    const stopSigns = this.sendSignsOfLife(send);
    const headers = fromNatsHeaders(message.headers);
    try {
      const { request, caller } = readQuestion(question, message, headers);
      const reply = await runWithTraceContext(headers, () =>
        withCorrelation({ tenant_id: caller.tenant_id, request_id: caller.request_id }, () =>
          withSpan(
            `answer ${question.subject}`,
            { 'messaging.system': 'nats' },
            () =>
              handler(request, {
                caller,
                signal: cancelled.signal,
                delta: (text) => sender.add(text),
                reset: () => sender.reset(),
              }),
            'server',
          ),
        ),
      );
      sender.end({ ...reply, text: '' });
    } catch (error) {
      sender.discard();
      const problem = problemFromError(error);
      if (problem.status >= 500) this.logger.warn({ err: error, subject: question.subject }, 'streamed answer failed');
      send({ kind: 'refused', problem: toWire(problem) });
    } finally {
      stopSigns();
      this.running.delete(streamId);
    }
  }

  private sendSignsOfLife(send: (frame: StreamFrame) => void): () => void {
    const { clock } = this;
    let timer = clock.setTimer(ALIVE_EVERY_MS, again);
    function again(): void {
      send({ kind: 'alive' });
      timer = clock.setTimer(ALIVE_EVERY_MS, again);
    }
    return () => timer.cancel();
  }
}

function readQuestion<TRequest extends object>(
  question: QuestionDeclaration<TRequest>,
  message: Msg,
  headers: Record<string, string>,
): { request: TRequest; caller: Caller } {
  const caller = callerFrom(headers);
  if (caller === undefined || (question.role !== 'anonymous' && !hasRole(caller.role, question.role))) {
    throw new Problem({ status: 403, code: 'forbidden', title: 'Not allowed', detail: 'The caller may not ask this.' });
  }
  const request: unknown = JSON.parse(message.string());
  try {
    assertPayload(question.request, request);
  } catch (cause) {
    const detail = cause instanceof InvalidPayloadError ? cause.message : 'The question is malformed.';
    throw new Problem({ status: 400, code: 'invalid-question', title: 'Invalid question', detail, cause });
  }
  return { request, caller };
}
