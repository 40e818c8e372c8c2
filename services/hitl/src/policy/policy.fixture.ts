import type { HitlAnswer, Role } from '@botarmy/contracts';
import type { ApprovalPolicy } from '@botarmy/process-engine';

import { completePolicy, groupsOf } from './complete-policy';
import { decideTick } from './decide-tick';
import { decideVote } from './decide-vote';
import type { Person } from './people';
import { evolveAll, openedState } from './policy-state';
import type { PolicyState } from './policy-state';

/** Monday morning in Berlin. */
export const ASKED_AT = '2026-03-02T08:00:00.000Z';

/** One thing that happens, so many minutes after the asking. */
export type Happening =
  | {
      readonly at: number;
      readonly who: string;
      readonly says?: HitlAnswer;
      /** For whom the person may decide, in minutes after the asking. */
      readonly standsInFor?: { readonly who: string; readonly from: number; readonly to: number };
    }
  | { readonly at: number; readonly change: string; readonly to: Partial<Person> }
  | { readonly at: number; readonly changedGroup: string }
  | { readonly at: number; readonly tick: true };

/** One row of the tables of cases. */
export interface PolicyCase {
  readonly name: string;
  readonly policy: ApprovalPolicy;
  readonly happens: readonly Happening[];
  /** What each happening but a change tells. */
  readonly told: readonly string[];
  readonly askedAt?: string;
}

/** What a story of a request told, one word or line per happening. */
export interface Told {
  readonly lines: readonly string[];
  readonly state: PolicyState;
}

const PEOPLE: Readonly<Record<string, Partial<Person>>> = {
  ada: { role: 'approver', groups: ['architects'] },
  bob: { role: 'approver', groups: ['architects', 'legal'] },
  cy: { role: 'approver', groups: ['legal'] },
  dan: { role: 'operator', groups: [] },
  eve: { role: 'admin', groups: ['leads'] },
  req: { role: 'owner', groups: ['architects'] },
};

/** Plays happenings against a policy and a clock that only they move. */
export function play(policy: ApprovalPolicy, happenings: readonly Happening[], askedAt = ASKED_AT): Told {
  const complete = completePolicy(policy);
  const people = new Map(Object.entries(PEOPLE).map(([id, person]) => [id, personOf(id, person)]));
  const known = (id: string): Person => people.get(id) ?? personOf(id, {});
  let state = openedState(askedAt, 'req');
  const lines: string[] = [];
  const groups: Record<string, number> = {};
  for (const happening of happenings) {
    const now = instant(askedAt, happening.at);
    if ('change' in happening) {
      people.set(happening.change, { ...known(happening.change), ...happening.to });
      continue;
    }
    if ('changedGroup' in happening) {
      groups[happening.changedGroup] = (groups[happening.changedGroup] ?? 1) + 1;
      continue;
    }
    if ('tick' in happening) {
      const facts = decideTick(complete, state, new Date(now));
      state = evolveAll(state, facts);
      lines.push(facts.map((fact) => describe(fact)).join(' ') || 'nothing');
      continue;
    }
    const { who, says = 'approved', standsInFor } = happening;
    const decision = decideVote(complete, state, {
      person: known(who),
      delegators:
        standsInFor === undefined
          ? []
          : [
              {
                person: known(standsInFor.who),
                from: instant(askedAt, standsInFor.from),
                to: instant(askedAt, standsInFor.to),
              },
            ],
      response: says,
      feedback: '',
      modifications: [],
      answer_key: null,
      now,
      group_versions: Object.fromEntries(groupsOf(complete).map((name) => [name, groups[name] ?? 1])),
      voters: state.votes.flatMap((vote) => [
        known(vote.user_id),
        ...(vote.on_behalf_of ? [known(vote.on_behalf_of)] : []),
      ]),
    });
    if (decision.outcome === 'refused') {
      lines.push(decision.code);
      continue;
    }
    state = evolveAll(state, decision.facts);
    lines.push(decision.facts.map((fact) => describe(fact)).join(' '));
  }
  return { lines, state };
}

function describe(fact: { readonly type: string }): string {
  const details = fact as Record<string, unknown>;
  if (fact.type === 'decided') {
    const { response, decided_by } = details['outcome'] as { response: string; decided_by: string };
    return `${response}-by-${decided_by}`;
  }
  if (fact.type === 'voted') {
    const { on_behalf_of } = details['vote'] as { on_behalf_of: string | null };
    return on_behalf_of === null ? 'voted' : `voted-for-${on_behalf_of}`;
  }
  const number = details['number'] ?? details['level'] ?? details['then'];
  return number === undefined ? fact.type : `${fact.type}-${String(number)}`;
}

function personOf(id: string, { role = 'viewer' as Role, groups = [], is_active = true }: Partial<Person>): Person {
  return { user_id: id, user_name: id, role, groups, is_active };
}

function instant(askedAt: string, minutes: number): string {
  return new Date(new Date(askedAt).getTime() + minutes * 60_000).toISOString();
}
