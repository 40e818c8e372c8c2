import type { ApprovalPolicy, PolicyApprovers } from '@botarmy/process-engine';

/** One body that has to approve. */
export interface PolicyStep {
  readonly approvers: PolicyApprovers;
  readonly quorum: number;
}

/** A policy with its defaults filled in. */
export interface CompletePolicy {
  readonly steps: readonly PolicyStep[];
  readonly is_sequential: boolean;
  readonly four_eyes: boolean;
  readonly objections: number;
  readonly delegation: boolean;
  /** Ascending. */
  readonly remind_after_minutes: readonly number[];
  /** By time, soonest first. */
  readonly escalate: readonly { readonly after_minutes: number; readonly approvers: PolicyApprovers }[];
  readonly deadline: NonNullable<ApprovalPolicy['deadline']> | undefined;
  readonly business_hours: ApprovalPolicy['business_hours'];
  readonly auto_approve: ApprovalPolicy['auto_approve'];
}

/** Who decides where a policy names nobody. */
export const DEFAULT_APPROVERS: PolicyApprovers = { roles: ['approver'] };
/** Who is asked when a deadline escalates and names nobody. */
export const DEFAULT_ESCALATION: PolicyApprovers = { roles: ['admin'] };

/** Fills in what a process left out. */
export function completePolicy(policy: ApprovalPolicy): CompletePolicy {
  const { steps, approvers = DEFAULT_APPROVERS, quorum = 1 } = policy;
  return {
    steps: (steps ?? [{ approvers, quorum }]).map((step) => ({
      approvers: step.approvers,
      quorum: step.quorum ?? 1,
    })),
    is_sequential: policy.order === 'sequential',
    four_eyes: policy.four_eyes ?? false,
    objections: policy.objections ?? 1,
    delegation: policy.delegation ?? true,
    remind_after_minutes: [...(policy.remind_after_minutes ?? [])].sort((left, right) => left - right),
    escalate: [...(policy.escalate ?? [])].sort((left, right) => left.after_minutes - right.after_minutes),
    deadline: policy.deadline,
    business_hours: policy.business_hours,
    auto_approve: policy.auto_approve,
  };
}

/** True when people besides the one who answers, or their groups, have to be looked up to decide. */
export function needsPeople({ steps, escalate, deadline }: CompletePolicy): boolean {
  const [step] = steps;
  const named = [...steps.map(({ approvers }) => approvers), ...escalate.map(({ approvers }) => approvers)];
  const names = [...named, ...(deadline?.approvers === undefined ? [] : [deadline.approvers])];
  return steps.length > 1 || (step?.quorum ?? 1) > 1 || names.some(({ groups }) => groups !== undefined);
}

/** Every group a policy names, sorted. */
export function groupsOf({ steps, escalate, deadline }: CompletePolicy): readonly string[] {
  const named = [...steps, ...escalate, ...(deadline === undefined ? [] : [deadline])];
  return [...new Set(named.flatMap(({ approvers }) => approvers?.groups ?? []))].sort();
}
