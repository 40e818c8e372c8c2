import type { StatusTone } from '@ui/status/status';

import type { AgentStatus, StageStatus, TaskStatus, WorkflowStatus } from './workflow';

/** How a status reads. */
export interface StatusWords {
  readonly label: string;
  readonly tone: StatusTone;
}

const workflow: Readonly<Record<WorkflowStatus, StatusWords>> = {
  started: { label: 'Starting', tone: 'active' },
  in_progress: { label: 'Running', tone: 'active' },
  waiting_for_human: { label: 'Waiting for approval', tone: 'warn' },
  paused: { label: 'Paused', tone: 'quiet' },
  cancelling: { label: 'Cancelling, undoing its work', tone: 'warn' },
  completed: { label: 'Completed', tone: 'ok' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

const stage: Readonly<Record<StageStatus, StatusWords>> = {
  pending: { label: 'Not started', tone: 'quiet' },
  running: { label: 'Running', tone: 'active' },
  waiting_for_human: { label: 'Waiting for approval', tone: 'warn' },
  completed: { label: 'Completed', tone: 'ok' },
  skipped: { label: 'Skipped', tone: 'quiet' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

const task: Readonly<Record<TaskStatus, StatusWords>> = {
  pending: { label: 'Not started', tone: 'quiet' },
  running: { label: 'Running', tone: 'active' },
  retrying: { label: 'Retrying', tone: 'warn' },
  completed: { label: 'Done', tone: 'ok' },
  skipped: { label: 'Skipped', tone: 'quiet' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

const agent: Readonly<Record<AgentStatus, StatusWords>> = {
  idle: { label: 'Idle', tone: 'quiet' },
  processing: { label: 'Working', tone: 'active' },
  waiting: { label: 'Waiting', tone: 'warn' },
  paused: { label: 'Paused', tone: 'quiet' },
  completed: { label: 'Done', tone: 'ok' },
  failed: { label: 'Failed', tone: 'danger' },
};

/** A status this console does not know, of a newer server, as words; never nothing. */
function wordsOf<TStatus extends string>(words: Readonly<Record<TStatus, StatusWords>>, status: TStatus): StatusWords {
  return Object.hasOwn(words, status)
    ? words[status]
    : { label: status.charAt(0).toUpperCase() + status.slice(1).replaceAll('_', ' '), tone: 'quiet' };
}

/** How the status of a workflow reads. */
export function describeWorkflowStatus(status: WorkflowStatus): StatusWords {
  return wordsOf(workflow, status);
}

/** Colour of a progress bar beside a status. */
export function progressTone(tone: StatusTone): 'accent' | 'ok' | 'danger' | 'quiet' {
  return tone === 'active' || tone === 'warn' ? 'accent' : tone;
}

/** How the status of a stage reads. */
export function describeStageStatus(status: StageStatus): StatusWords {
  return wordsOf(stage, status);
}

/** How the status of a task reads. */
export function describeTaskStatus(status: TaskStatus): StatusWords {
  return wordsOf(task, status);
}

/** How the status of an agent reads. */
export function describeAgentStatus(status: AgentStatus): StatusWords {
  return wordsOf(agent, status);
}
