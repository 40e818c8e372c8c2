import type { Type } from '@nestjs/common';

import { Publisher } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { DecisionNotes } from '../../../src/workflow/decision-notes';
import { DecisionStore } from '../../../src/workflow/decision-store';
import { WorkflowStates } from '../../../src/workflow/workflow-states';
import type { Mutant } from './mutant';

/** Changes what is remembered of a decision, which is what its process publishes. */
const remembering =
  (change: (messages: readonly OutgoingMessage[]) => OutgoingMessage[]): NonNullable<Mutant['orchestrator']> =>
  (parts) => {
    const notes = parts.get(DecisionNotes);
    const remember = notes.remember.bind(notes);
    notes.remember = (noteId, messages) => remember(noteId, change(messages));
  };

/** Bugs between a decision and the messages it means. */
export const noteMutants: readonly Mutant[] = [
  {
    name: 'news-not-told',
    bug: 'the messages about the events of a decision are left out',
    orchestrator: remembering((messages) => messages.filter(({ subject }) => !subject.includes('.workflow.recorded.'))),
  },
  {
    name: 'next-lease-cancelled',
    bug: 'who takes an attempt away names the lease after it',
    orchestrator: remembering((messages) =>
      messages.map((message) => {
        if (!message.subject.includes('.agent-task.cancelled.')) return message;
        const payload = JSON.parse(message.payload) as { lease: number };
        return { ...message, payload: JSON.stringify({ ...payload, lease: payload.lease + 1 }) };
      }),
    ),
  },
  {
    name: 'told-in-spite-of-a-conflict',
    bug: 'messages leave although the decision lost against another one',
    orchestrator: (parts) => {
      const store = parts.get(DecisionStore);
      const append = store.append.bind(store);
      store.append = async (item, noteId) => {
        const outcome = await append(item, noteId);
        if (outcome === 'conflict')
          await parts
            .get(Publisher as unknown as Type<Publisher>)
            .publishAll(item.outbox)
            .catch(() => undefined);
        return outcome;
      };
    },
  },
  {
    name: 'unremembered-is-untold',
    bug: 'a decision whose process is gone is taken for told',
    orchestrator: (parts) => {
      parts.get(WorkflowStates).decision = () => Promise.resolve(undefined);
    },
  },
];
