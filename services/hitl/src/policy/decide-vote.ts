import type { HitlAnswer } from '@botarmy/contracts';

import type { CompletePolicy } from './complete-policy';
import { decideTick } from './decide-tick';
import { describeApprovers, isAmong } from './people';
import type { Delegator, Person } from './people';
import { evolve } from './policy-state';
import type { GroupVersions, PolicyFact, PolicyState, Vote } from './policy-state';
import { approversOf, asked, objectionsIn, openSteps } from './standing';

/** An answer somebody gives. */
export interface Ballot {
  readonly person: Person;
  /** Those who asked this person to decide for them. */
  readonly delegators: readonly Delegator[];
  readonly response: HitlAnswer;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly answer_key: string | null;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Earlier voters as identity knows them now; whoever lost the right does not count any more. */
  readonly voters: readonly Person[];
  /** The groups the policy names as they are now. */
  readonly group_versions: GroupVersions;
}

/** Why an answer does not count. */
export type Refusal = 'not-an-approver' | 'four-eyes' | 'already-voted' | 'not-your-turn' | 'deadline-passed';

/** What became of an answer. */
export type VoteDecision =
  | { readonly outcome: 'accepted'; readonly facts: readonly PolicyFact[] }
  | { readonly outcome: 'refused'; readonly code: Refusal; readonly detail: string };

/** Takes an answer to an open request: refuses whoever may not decide, counts the others, and settles when enough agree. */
export function decideVote(policy: CompletePolicy, before: PolicyState, ballot: Ballot): VoteDecision {
  const due = decideTick(policy, before, new Date(ballot.now));
  const isHeld = before.is_overdue && policy.deadline?.then === 'pause';
  if (isHeld || due.some(endsAnswering))
    return refuse('deadline-passed', 'The time to answer this request is over: look at the workflow.');
  const onTime = due.reduce(evolve, before);
  const lapsed = lapsedVotes(policy, onTime, ballot);
  const state = lapsed.reduce(evolve, onTime);
  const { person, response, feedback, modifications, answer_key, now } = ballot;
  if (state.votes.some((vote) => vote.user_id === person.user_id))
    return refuse('already-voted', 'You answered this request already: others have to decide now.');
  const place = placeOf(policy, state, ballot);
  if ('code' in place) return refuse(place.code, place.detail);
  const vote: Vote = {
    user_id: person.user_id,
    user_name: person.user_name,
    on_behalf_of: place.onBehalfOf,
    response,
    feedback,
    modifications,
    answer_key,
    step: place.step,
    at: now,
  };
  const voted: PolicyFact = { type: 'voted', vote, group_versions: ballot.group_versions };
  return { outcome: 'accepted', facts: [...due, ...lapsed, voted, ...settling(policy, evolve(state, voted), vote)] };
}

function settling(policy: CompletePolicy, state: PolicyState, { response, at }: Vote): readonly PolicyFact[] {
  const isBlocked = response !== 'approved' && objectionsIn(state) >= policy.objections;
  if (!isBlocked && openSteps(policy, state).length > 0) return [];
  const decision = isBlocked ? response : 'approved';
  return [{ type: 'decided', outcome: { response: decision, decided_by: 'people', at } }];
}

function endsAnswering(fact: PolicyFact): boolean {
  return fact.type === 'decided' || (fact.type === 'deadline-passed' && fact.then === 'pause');
}

type Place =
  { readonly step: number; readonly onBehalfOf: string | null } | { readonly code: Refusal; readonly detail: string };

/** For which open step the answer counts, and whose place the person takes. */
function placeOf(policy: CompletePolicy, state: PolicyState, ballot: Ballot): Place {
  const { person } = ballot;
  const isRequester = (userId: string) => policy.four_eyes && userId === state.requested_by;
  if (isRequester(person.user_id))
    return { code: 'four-eyes', detail: 'You started this workflow: somebody else has to decide about it.' };
  const open = openSteps(policy, state);
  const own = open.find((index) => isEligible(person, index, policy, state));
  if (own !== undefined) return { step: own, onBehalfOf: null };
  for (const absent of absentPeople(policy, ballot)) {
    const isTaken = state.votes.some((vote) => [vote.user_id, vote.on_behalf_of].includes(absent.user_id));
    const step = open.find((index) => isEligible(absent, index, policy, state));
    if (step !== undefined && !isTaken && !isRequester(absent.user_id)) return { step, onBehalfOf: absent.user_id };
  }
  const isLater = policy.steps.some((_step, index) => isEligible(person, index, policy, state));
  const who = describeApprovers(asked(policy, state));
  return isLater
    ? { code: 'not-your-turn', detail: `Others have to decide first: ${who}.` }
    : { code: 'not-an-approver', detail: `This request is decided by ${who}. Ask one of them.` };
}

function isEligible(person: Person, step: number, policy: CompletePolicy, state: PolicyState): boolean {
  const body = policy.steps[step];
  return body !== undefined && isAmong(person, approversOf(body, state));
}

function absentPeople(policy: CompletePolicy, { person, delegators, now }: Ballot): readonly Person[] {
  if (!policy.delegation || !person.is_active) return [];
  return delegators.flatMap((delegator) => (delegator.from <= now && now <= delegator.to ? [delegator.person] : []));
}

/** Earlier answers that do not count any more: a group they were given under changed, or their people may not decide now. */
function lapsedVotes(policy: CompletePolicy, state: PolicyState, ballot: Ballot): readonly PolicyFact[] {
  const { voters, group_versions } = ballot;
  const changed = Object.keys(group_versions).filter((name) => state.group_versions[name] !== group_versions[name]);
  if (changed.length > 0 && state.votes.length > 0) {
    const reasons = changed.map((name) => `the group ${name} changed`);
    return [{ type: 'votes-voided', reasons, user_ids: state.votes.map(({ user_id }) => user_id) }];
  }
  const lapsed = state.votes.filter((vote) => {
    const holder = voters.find(({ user_id }) => user_id === (vote.on_behalf_of ?? vote.user_id));
    const hand = voters.find(({ user_id }) => user_id === vote.user_id);
    return holder === undefined || hand?.is_active !== true || !isEligible(holder, vote.step, policy, state);
  });
  if (lapsed.length === 0) return [];
  const reasons = lapsed.map(({ user_name }) => `${user_name} may not decide any more`);
  return [{ type: 'votes-voided', reasons, user_ids: lapsed.map(({ user_id }) => user_id) }];
}

function refuse(code: Refusal, detail: string): VoteDecision {
  return { outcome: 'refused', code, detail };
}
