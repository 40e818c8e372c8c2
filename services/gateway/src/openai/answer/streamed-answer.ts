import type { FastifyReply } from 'fastify';

import { Problem, problemFromError } from '@botarmy/chassis';
import type { StreamAskOptions } from '@botarmy/messaging';

import { EventStream } from '../../http/event-stream';
import { withPointers } from '../../http/problem-pointers';
import { clientLeaving } from './client-leaving';
import type { DoorAnswer } from './door-answer';
import { openAiErrorOf } from './openai-error';
import type { OpenAiError, ProblemMembers } from './openai-error';

/** Writes the pieces of an answer in the words of one interface. */
export interface AnswerWriter {
  readonly add: (text: string) => void;
  readonly finish: (reply: DoorAnswer) => void;
  /** Says in the interface's own words that the answer broke off. */
  readonly fail?: (error: OpenAiError) => void;
}

/** What brings the answer. */
export type AskForAnswer = (options: StreamAskOptions) => Promise<DoorAnswer>;

/**
 * Streams an answer. A failure before the first byte is thrown and has its own status; after it the stream ends with a typed error. A
 * client that leaves, or reads so slowly that the answer piles up, cancels the call at its source.
 *
 * @throws {Problem} what the call failed of before anything was sent.
 */
export async function streamAnswer(
  reply: FastifyReply,
  ask: AskForAnswer,
  writerFor: (events: EventStream) => AnswerWriter,
): Promise<void> {
  const leaving = clientLeaving(reply);
  const events = new EventStream(reply, () => leaving.abort(tooSlow()));
  const writer = writerFor(events);
  try {
    const answer = await ask({
      signal: leaving.signal,
      onDelta: (text) => writer.add(text),
      onReset: () => {
        if (events.isOpen) leaving.abort(startedAgain());
      },
    });
    writer.finish(answer);
  } catch (error) {
    if (!events.isOpen) throw error;
    const body = withPointers(JSON.stringify(problemFromError(error).toBody()));
    const failure = openAiErrorOf(JSON.parse(body) as ProblemMembers);
    if (writer.fail === undefined) events.send(failure.body);
    else writer.fail(failure);
    events.end();
  }
}

function tooSlow(): Problem {
  const detail = 'The client reads too slowly: read the stream as it comes.';
  return new Problem({ status: 499, code: 'client-too-slow', title: 'Client too slow', detail });
}

function startedAgain(): Problem {
  const detail = 'The answer started again after a part of it was sent: ask again under the same idempotency key.';
  return new Problem({ status: 502, code: 'answer-restarted', title: 'Answer started again', detail });
}
