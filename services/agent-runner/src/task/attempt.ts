import { parseSubject, serviceCaller } from '@botarmy/contracts';
import type { Caller, ExecuteAgentTask } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';

/** One attempt in hand. */
export interface Attempt {
  readonly task: ExecuteAgentTask;
  /** From the subject the task came on. */
  readonly tenantId: string;
  /** Pool of agents it was sent to; also from the subject, so one of those this process serves. */
  readonly pool: string;
  /** On whose behalf other services are asked. */
  readonly caller: Caller;
  /** True when another runner, or this one, may have worked on the attempt before. */
  readonly isTakeover: boolean;
  /** Aborted when nobody waits for the attempt any more. */
  readonly signal: AbortSignal;
}

export function attemptOf(task: ExecuteAgentTask, delivery: Delivery, signal: AbortSignal): Attempt {
  return {
    task,
    tenantId: delivery.tenantId,
    pool: parseSubject(delivery.subject)?.key[0] ?? 'unknown',
    caller: serviceCaller('agent-runner', delivery.tenantId, delivery.eventId),
    isTakeover: task.lease > 1 || delivery.redelivered,
    signal,
  };
}

/** What a store of this attempt means: the same for every runner that takes the attempt over. */
export function operationKeyOf(task: Pick<ExecuteAgentTask, 'task_id' | 'attempt'>): string {
  return `${task.task_id}.${task.attempt}`;
}
