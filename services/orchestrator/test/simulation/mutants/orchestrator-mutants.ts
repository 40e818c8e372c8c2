import type { Type } from '@nestjs/common';

import { Publisher } from '@botarmy/messaging';
import { outstandingEffects } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../../../src/catalogue/process-catalogue';
import { ProcessVersions } from '../../../src/catalogue/process-versions';
import { Republisher } from '../../../src/reconciler/republisher';
import { unchangedItem } from '../../../src/workflow/decision-item';
import { DecisionStore } from '../../../src/workflow/decision-store';
import { WorkflowExecutor } from '../../../src/workflow/workflow-executor';
import { WorkflowStates } from '../../../src/workflow/workflow-states';
import type { Container } from '../nodes/container';
import type { Mutant } from './mutant';

type Execute = WorkflowExecutor['execute'];

/** Replaces `execute` of the one door through which workflows change. */
const executing =
  (change: (execute: Execute, parts: Container) => Execute): NonNullable<Mutant['orchestrator']> =>
  (parts) => {
    const executor = parts.get(WorkflowExecutor);
    executor.execute = change(executor.execute.bind(executor), parts);
  };

const publisherOf = (parts: Container): Publisher => parts.get(Publisher as unknown as Type<Publisher>);

/** Bugs in the orchestrator's own logic. */
export const orchestratorMutants: readonly Mutant[] = [
  {
    name: 'no-fence',
    bug: 'a report counts whatever attempt and lease it names',
    orchestrator: executing((execute, parts) => async (target, command, options) => {
      if (command.type !== 'complete-task') return execute(target, command, options);
      const loaded = await parts.get(WorkflowStates).load(target.tenantId, target.workflowId);
      const waiting = loaded === undefined ? [] : outstandingEffects(loaded.state, loaded.process);
      const current = waiting.find((effect) => effect.type === 'send-agent-task' && effect.task_id === command.task_id);
      if (current?.type !== 'send-agent-task') return execute(target, command, options);
      return execute(target, { ...command, attempt: current.attempt, lease: current.lease }, options);
    }),
  },
  {
    name: 'claimed-before-handled',
    bug: 'a message is noted as handled in a transaction of its own, before it is',
    orchestrator: executing((execute, parts) => async (target, command, { delivery, ...rest } = {}) => {
      if (delivery === undefined) return execute(target, command, rest);
      const item = unchangedItem(target.tenantId, target.workflowId, { delivery });
      const outcome = await parts.get(DecisionStore).append(item);
      return outcome === 'duplicate' ? { outcome: 'duplicate' } : execute(target, command, rest);
    }),
  },
  {
    name: 'acknowledged-before-handled',
    bug: 'a handler does not wait for the decision',
    orchestrator: executing((execute) => (target, command, options) => {
      if (options?.delivery === undefined) return execute(target, command, options);
      execute(target, command, options).catch(() => undefined);
      return Promise.resolve({ outcome: 'duplicate' });
    }),
  },
  {
    name: 'failure-swallowed',
    bug: 'a handler catches what goes wrong and goes on',
    orchestrator: executing((execute) => async (target, command, options) => {
      try {
        return await execute(target, command, options);
      } catch (error) {
        if (options?.delivery === undefined) throw error;
        return { outcome: 'duplicate' };
      }
    }),
  },
  {
    name: 'leases-never-expire',
    bug: 'nobody takes an attempt away from a silent runner',
    orchestrator: executing(
      (execute) => (target, command, options) =>
        command.type === 'expire-lease' ? Promise.resolve({ outcome: 'unknown' }) : execute(target, command, options),
    ),
  },
  {
    name: 'lost-lease-is-a-failure',
    bug: 'a silent runner costs the task an attempt, and its call is paid again',
    orchestrator: executing((execute) => (target, command, options) => {
      if (command.type !== 'expire-lease') return execute(target, command, options);
      const failure = { code: 'lease-expired', detail: 'Nobody was heard of.', retryable: true };
      return execute(target, { ...command, type: 'fail-task', ...failure }, options);
    }),
  },
  {
    name: 'cancelled-without-undoing',
    bug: 'a cancelled workflow ends without undoing what was done',
    orchestrator: executing(
      (execute) => (target, command, options) =>
        execute(target, command.type === 'cancel' ? { ...command, compensate: false } : command, options),
    ),
  },
  {
    name: 'memory-trusted',
    bug: 'a message is ignored by a remembered state that may be behind',
    orchestrator: (parts) => {
      parts.get(WorkflowStates).isRemembered = () => false;
    },
  },
  {
    name: 'memory-kept-after-conflict',
    bug: 'after a conflict the old state is tried again',
    orchestrator: (parts) => {
      parts.get(WorkflowStates).forget = () => undefined;
    },
  },
  {
    name: 'process-not-pinned',
    bug: 'a running workflow follows the newest version of its process',
    orchestrator: (parts) => {
      const versions = parts.get(ProcessVersions);
      const byHash = versions.byHash.bind(versions);
      versions.byHash = async (hash) => {
        const pinned = await byHash(hash);
        return parts.get(ProcessCatalogue).find(pinned.name) ?? pinned;
      };
      parts.get(WorkflowStates).remember = () => undefined;
    },
  },
  {
    name: 'published-before-saved',
    bug: 'messages leave before the decision is committed',
    orchestrator: (parts) => {
      const store = parts.get(DecisionStore);
      const append = store.append.bind(store);
      store.append = async (item, noteId) => {
        await publisherOf(parts).publishAll(item.outbox);
        return append(item, noteId);
      };
    },
  },
  {
    name: 'outbox-emptied-before-published',
    bug: 'a row leaves the outbox without waiting for the stream',
    orchestrator: (parts) => {
      const publisher = publisherOf(parts);
      const publishAll = publisher.publishAll.bind(publisher);
      publisher.publishAll = (messages) => {
        publishAll(messages).catch(() => undefined);
        return Promise.resolve();
      };
    },
  },
  {
    name: 'questions-asked-once',
    bug: 'an open question or an unfinished closing is never said again',
    orchestrator: (parts) => {
      parts.get(Republisher).republish = () => Promise.resolve(0);
    },
  },
];
