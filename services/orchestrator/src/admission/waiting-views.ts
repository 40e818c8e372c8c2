import type { WaitingTaskView } from '@botarmy/contracts';

import { INSTALLATION, nameOfKey } from './task-needs';

/** A row of the function `waiting_tasks`. */
export interface WaitingTask {
  readonly task_id: string;
  readonly state: 'waiting' | 'held';
  /** A stop's id, `disabled.<tenant>.<agent>`, or the word for what is used up; null for a task that waits for room. */
  readonly reason: string | null;
  readonly since: Date;
  /** bigint as text; null for a task that is kept back. */
  readonly place: string | null;
  readonly full_resources: readonly { readonly key: string; readonly used: number; readonly capacity: number }[];
}

/** Why a task is not with an agent yet, for people. */
export function waitingView(task: WaitingTask): WaitingTaskView {
  const position = task.place === null ? null : Number(task.place);
  const common = { task_id: task.task_id, position, since: task.since.toISOString() };
  if (task.state === 'held') return { ...common, ...heldBecause(task.reason ?? '') };
  const [full] = task.full_resources;
  if (full === undefined) return { ...common, reason: 'queue', detail: 'It goes next when its turn comes.' };
  const scope = full.key.startsWith(`${INSTALLATION}/`) ? 'installation' : 'tenant';
  const name = nameOfKey(full.key);
  return {
    ...common,
    reason: `${scope}-${name.replace(/[:=].*$/, '')}`,
    detail: `${full.used} of ${full.capacity} ${words(name)} ${scope === 'tenant' ? 'of the tenant ' : ''}are at work.`,
  };
}

const USED_UP: Readonly<Record<string, string>> = {
  'wall-time-used-up': 'The workflow has run as long as it may.',
  'model-calls-used-up': 'The workflow has made as many model calls as it may.',
  'artifact-bytes-used-up': 'The artifacts of the workflow are as large as they may be.',
};

function heldBecause(reason: string): { reason: string; detail: string } {
  const usedUp = USED_UP[reason];
  if (usedUp !== undefined) return { reason, detail: `${usedUp} It goes on when the limit is raised.` };
  if (reason === 'paused') return { reason, detail: 'The workflow is paused. It goes on when it is resumed.' };
  if (reason.startsWith('disabled.')) {
    return { reason: 'agent-disabled', detail: 'The agent is disabled. It goes on when the agent is enabled again.' };
  }
  return { reason: 'stopped', detail: `Operators stopped it (${reason}). It goes on when the stop is lifted.` };
}

function words(name: string): string {
  const [kind = '', subject] = name.split(':');
  return subject === undefined ? kind : `${kind} of ${subject.replace('=', ' ')}`;
}
