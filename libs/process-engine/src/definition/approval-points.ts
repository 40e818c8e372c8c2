import type { ApprovalPolicy } from '../model/approval-policy';
import type { ApprovalOption } from '../model/values';
import type { PinnedApprovalPoint, StageApprovalPoint, TaskApprovalPoint } from '../model/workflow-values';

/** The answers offered when a process names none (specification §7.3.1). */
export const DEFAULT_APPROVAL_OPTIONS: readonly ApprovalOption[] = [
  { value: 'approve', label: 'Approve as-is' },
  { value: 'modify', label: 'Request modifications' },
  { value: 'reject', label: 'Reject and restart' },
];

/** What is known of an approval before its defaults are filled in. */
export interface ApprovalPointInput {
  readonly position: 'after' | 'before';
  readonly stageId: string;
  readonly stages: readonly { readonly id: string; readonly name: string }[];
  readonly maxRounds: number;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly options?: readonly ApprovalOption[] | undefined;
  readonly policy?: ApprovalPolicy | undefined;
}

/** An approval point with defaults; the stage must exist and, for `before`, must not be the first. */
export function approvalPointFor(input: ApprovalPointInput): StageApprovalPoint {
  const { position, stageId, stages, maxRounds } = input;
  const index = stages.findIndex((stage) => stage.id === stageId);
  const reviewed = stages[position === 'after' ? index : index - 1];
  if (reviewed === undefined) throw new RangeError(`No stage is finished ${position} ${stageId}.`);
  return {
    id: `${position}-${stageId}`,
    position,
    stage_id: stageId,
    reviewed_stage_id: reviewed.id,
    title: input.title ?? `${reviewed.name} Review Required`,
    description: input.description ?? `Please review what the stage ${reviewed.name} produced.`,
    options: input.options ?? DEFAULT_APPROVAL_OPTIONS,
    max_rounds: maxRounds,
    ...(input.policy === undefined ? {} : { policy: input.policy }),
  };
}

/** Id of an approval by its place and the stage or task it is about. */
export function approvalId(place: 'after' | 'before' | 'after_task' | 'before_task', subject: string): string {
  return `${place.replace('_', '-')}-${subject}`;
}

/** An approval of one task with defaults. */
export function taskApprovalPointFor(input: {
  readonly position: 'after' | 'before';
  readonly task: { readonly id: string; readonly name: string };
  readonly stageId: string;
  readonly maxRounds: number;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly options?: readonly ApprovalOption[] | undefined;
  readonly policy?: ApprovalPolicy | undefined;
}): TaskApprovalPoint {
  const { position, task, stageId, maxRounds } = input;
  const what = position === 'after' ? 'what it produced' : 'what it is going to work with';
  return {
    id: approvalId(`${position}_task`, task.id),
    position,
    task_id: task.id,
    stage_id: stageId,
    title: input.title ?? `${task.name} ${position === 'after' ? 'Review' : 'Start Review'} Required`,
    description: input.description ?? `Please review the task ${task.name}: ${what}.`,
    options: input.options ?? DEFAULT_APPROVAL_OPTIONS,
    max_rounds: maxRounds,
    ...(input.policy === undefined ? {} : { policy: input.policy }),
  };
}

/** Questions in the order they are asked: about earlier stages first, `after` a stage before `before` the next. */
export function sortApprovalPoints(
  points: readonly PinnedApprovalPoint[],
  stages: readonly { readonly id: string }[],
): readonly PinnedApprovalPoint[] {
  const rank = (point: PinnedApprovalPoint) => {
    const isAboutTask = 'task_id' in point;
    const stageId = isAboutTask ? point.stage_id : point.reviewed_stage_id;
    const place = isAboutTask ? 0 : point.position === 'after' ? 1 : 2;
    return stages.findIndex((stage) => stage.id === stageId) * 3 + place;
  };
  return [...points].sort((left, right) => rank(left) - rank(right));
}
