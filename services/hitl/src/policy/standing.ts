import type { PolicyApprovers } from '@botarmy/process-engine';

import type { CompletePolicy, PolicyStep } from './complete-policy';
import type { PolicyState } from './policy-state';

/** Numbers of the steps that may be answered now. */
export function openSteps(policy: CompletePolicy, state: PolicyState): readonly number[] {
  const open = policy.steps.flatMap((step, index) => (approvalsOf(index, state) < step.quorum ? [index] : []));
  return policy.is_sequential ? open.slice(0, 1) : open;
}

/** How many approved a step. */
export function approvalsOf(step: number, { votes }: PolicyState): number {
  return votes.filter((vote) => vote.step === step && vote.response === 'approved').length;
}

/** How many people object. */
export function objectionsIn({ votes }: PolicyState): number {
  return votes.filter(({ response }) => response !== 'approved').length;
}

/** Whom a step takes, those added by escalation included. */
export function approversOf({ approvers }: PolicyStep, state: PolicyState): readonly PolicyApprovers[] {
  return [approvers, ...state.added_approvers];
}

/** Whose turn it is. */
export function asked(policy: CompletePolicy, state: PolicyState): readonly PolicyApprovers[] {
  const steps = openSteps(policy, state).flatMap((index) => policy.steps[index]?.approvers ?? []);
  return [...steps, ...state.added_approvers];
}
