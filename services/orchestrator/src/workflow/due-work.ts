import { outstandingEffects } from '@botarmy/process-engine';
import type { CompiledProcess, WorkflowEffect, WorkflowState } from '@botarmy/process-engine';

import { agentTaskKey } from '../admission/agent-task-keys';

/** What a workflow waits for, as stored: when it is due somebody looks after it. */
export interface DueWork {
  readonly work_key: string;
  readonly kind: 'agent-task' | 'timer' | 'hitl-request' | 'child' | 'closing';
  /** Task, timer, request or workflow id. */
  readonly subject_id: string;
  readonly attempt: number;
  readonly lease: number;
  readonly due_at: string | null;
  readonly due_in_seconds: number | null;
}

/** Seconds after which an unanswered command to another service is repeated for the first time. */
const QUESTION_SECONDS = 30;
const CLOSING_SECONDS = 15;

/** Everything a workflow waits for after a decision. */
export function dueWorkOf(state: WorkflowState, process: CompiledProcess, leaseSeconds: number): DueWork[] {
  return outstandingEffects(state, process).flatMap((effect) => dueWork(effect, leaseSeconds));
}

function dueWork(effect: WorkflowEffect, leaseSeconds: number): DueWork[] {
  switch (effect.type) {
    case 'send-agent-task':
    case 'send-integration-task': {
      const { task_id, attempt, lease } = effect;
      return [entry('agent-task', agentTaskKey(effect), task_id, { attempt, lease, due_in_seconds: leaseSeconds })];
    }
    case 'start-timer':
      return [entry('timer', effect.timer_id, effect.timer_id, { due_at: effect.due_at })];
    case 'open-hitl-request':
      return [entry('hitl-request', effect.request_id, effect.request_id, { due_in_seconds: QUESTION_SECONDS })];
    case 'close-workflow':
      return [entry('closing', 'closing', effect.workflow_id, { due_in_seconds: CLOSING_SECONDS })];
    case 'start-child-workflow': {
      const { task_id, attempt, child_id } = effect;
      return [entry('child', `child:${child_id}`, task_id, { attempt, due_in_seconds: QUESTION_SECONDS })];
    }
    case 'report-to-parent':
    case 'control-child-workflow':
    case 'cancel-agent-task':
    case 'close-hitl-request':
    case 'cancel-timer':
      return [];
  }
}

function entry(kind: DueWork['kind'], workKey: string, subjectId: string, details: Partial<DueWork>): DueWork {
  return {
    work_key: workKey,
    kind,
    subject_id: subjectId,
    attempt: 0,
    lease: 0,
    due_at: null,
    due_in_seconds: null,
    ...details,
  };
}
