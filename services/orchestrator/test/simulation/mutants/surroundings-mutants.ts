import type { Type } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { storeArtifact } from '@botarmy/contracts';
import type { StoreArtifactRequest } from '@botarmy/contracts';
import { Publisher, UnavailableError } from '@botarmy/messaging';

import type { Container } from '../nodes/container';
import type { Mutant } from './mutant';

const publishing =
  (change: (publish: Publisher['publish']) => Publisher['publish']): NonNullable<Mutant['runner']> =>
  (parts: Container) => {
    const publisher = parts.get(Publisher as unknown as Type<Publisher>);
    publisher.publish = change(publisher.publish.bind(publisher));
  };

let tries = 0;

/** Bugs in the runner and in how services meet. */
export const surroundingsMutants: readonly Mutant[] = [
  {
    name: 'call-key-per-try',
    bug: 'a model call has a new key each time it is tried',
    complete: (complete) => (question, request, caller, options) => {
      tries += 1;
      const { idempotency_key } = request as { idempotency_key: string };
      return complete(question, { ...request, idempotency_key: `${idempotency_key}/${tries}` }, caller, options);
    },
  },
  {
    name: 'operation-key-per-try',
    bug: 'storing a document has a new key each time it is tried',
    ask: (ask) => (question, request, caller, options) => {
      tries += 1;
      if ((question as { subject: string }).subject !== storeArtifact.subject)
        return ask(question, request, caller, options);
      const { operation_key } = request as StoreArtifactRequest;
      return ask(question, { ...request, operation_key: `${operation_key}.${tries}` }, caller, options);
    },
  },
  {
    name: 'outage-is-a-failure',
    bug: 'a service that does not answer fails the attempt',
    ask: (ask) => async (question, request, caller, options) => {
      try {
        return await ask(question, request, caller, options);
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        throw new Problem({ status: 500, code: 'no-answer', title: 'No answer', detail: 'Nobody answered.' });
      }
    },
  },
  {
    name: 'report-in-the-background',
    bug: 'a runner acknowledges its task without waiting for the stream to have the report',
    runner: publishing((publish) => (message) => {
      publish(message).catch(() => undefined);
      return Promise.resolve(true);
    }),
  },
  {
    name: 'last-answer-wins',
    bug: 'hitl lets a later answer replace the first',
    answersCount: (status) => status !== 'cancelled',
  },
  {
    name: 'sequence-as-event-id',
    bug: 'a message is known by its place in the stream, which begins anew after a loss',
    eventIdOf: ({ stream, seq }) => `${stream}-${seq}`,
  },
];
