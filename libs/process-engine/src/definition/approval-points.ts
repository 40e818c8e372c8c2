import type { ApprovalOption, ApprovalPoint } from '../model/values';

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
}

/** An approval point with defaults; the stage must exist and, for `before`, must not be the first. */
export function approvalPointFor(input: ApprovalPointInput): ApprovalPoint {
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
  };
}

/** Questions in the order they are asked: about earlier stages first, `after` a stage before `before` the next. */
export function sortApprovalPoints(
  points: readonly ApprovalPoint[],
  stages: readonly { readonly id: string }[],
): readonly ApprovalPoint[] {
  const rank = (point: ApprovalPoint) =>
    stages.findIndex((stage) => stage.id === point.reviewed_stage_id) * 2 + (point.position === 'after' ? 0 : 1);
  return [...points].sort((left, right) => rank(left) - rank(right));
}
