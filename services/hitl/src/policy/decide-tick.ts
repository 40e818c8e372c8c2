import { DEFAULT_ESCALATION } from './complete-policy';
import type { CompletePolicy } from './complete-policy';
import { evolve } from './policy-state';
import type { PolicyFact, PolicyState } from './policy-state';
import { asked } from './standing';
import { addMinutes } from './working-time';

interface Due {
  readonly at: Date;
  readonly facts: (state: PolicyState) => readonly PolicyFact[];
}

/**
 * What time alone does to an open request, in the order it was due: reminders, escalations, the deadline. Of several reminders that
 * were missed only the last is made up for.
 */
export function decideTick(policy: CompletePolicy, state: PolicyState, now: Date): readonly PolicyFact[] {
  const facts: PolicyFact[] = [];
  let current = state;
  for (;;) {
    const next = nextDue(policy, current);
    if (current.outcome !== null || next === undefined || next.at > now) return withoutOldReminders(facts);
    const made = next.facts(current);
    facts.push(...made);
    current = made.reduce(evolve, current);
  }
}

/** When time will next do something to the request; undefined when never. */
export function nextDueAt(policy: CompletePolicy, state: PolicyState): Date | undefined {
  return state.outcome === null ? nextDue(policy, state)?.at : undefined;
}

function nextDue(policy: CompletePolicy, state: PolicyState): Due | undefined {
  if (state.outcome !== null) return undefined;
  // What a deadline has settled is not reminded of or escalated later.
  const due = [deadlineOf(policy, state), escalationOf(policy, state), reminderOf(policy, state)];
  return due.reduce((first, each) => (first === undefined || (each && each.at < first.at) ? each : first));
}

function reminderOf(policy: CompletePolicy, state: PolicyState): Due | undefined {
  const minutes = policy.remind_after_minutes[state.reminders];
  if (minutes === undefined) return undefined;
  const facts = (current: PolicyState): readonly PolicyFact[] => [
    { type: 'reminded', number: current.reminders + 1, approvers: asked(policy, current) },
  ];
  return { at: after(minutes, policy, state), facts };
}

function escalationOf(policy: CompletePolicy, state: PolicyState): Due | undefined {
  const level = policy.escalate[state.escalations];
  if (level === undefined) return undefined;
  const facts = (current: PolicyState): readonly PolicyFact[] => [
    { type: 'escalated', level: current.escalations + 1, approvers: level.approvers },
  ];
  return { at: after(level.after_minutes, policy, state), facts };
}

function deadlineOf(policy: CompletePolicy, state: PolicyState): Due | undefined {
  const { deadline } = policy;
  if (deadline === undefined || state.is_overdue) return undefined;
  const at = after(deadline.after_minutes, policy, state);
  const facts = (): readonly PolicyFact[] => {
    const { then } = deadline;
    const passed: PolicyFact = { type: 'deadline-passed', then };
    switch (then) {
      case 'pause':
        return [passed];
      case 'escalate':
        return [passed, { type: 'escalated', level: 0, approvers: deadline.approvers ?? DEFAULT_ESCALATION }];
      case 'approve':
      case 'reject': {
        const response = then === 'approve' ? 'approved' : 'rejected';
        return [passed, { type: 'decided', outcome: { response, decided_by: 'deadline', at: at.toISOString() } }];
      }
    }
  };
  return { at, facts };
}

function after(minutes: number, policy: CompletePolicy, state: PolicyState): Date {
  return addMinutes(new Date(state.opened_at), minutes, policy.business_hours);
}

function withoutOldReminders(facts: readonly PolicyFact[]): readonly PolicyFact[] {
  const last = facts.findLast(({ type }) => type === 'reminded');
  return facts.filter((fact) => fact.type !== 'reminded' || fact === last);
}
