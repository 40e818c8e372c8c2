import { play } from './policy.fixture';
import type { PolicyCase } from './policy.fixture';

const DAY = 24 * 60;
const architects = { groups: ['architects'] };
const legal = { groups: ['legal'] };
const leads = { groups: ['leads'] };
const bodies = [{ approvers: architects }, { approvers: legal }];
const away = (who: string) => ({ who, from: 0, to: DAY });

const WHO: readonly PolicyCase[] = [
  { name: 'no policy: an approver', policy: {}, happens: [{ at: 1, who: 'ada' }], told: ['voted approved-by-people'] },
  { name: 'no policy: an operator', policy: {}, happens: [{ at: 1, who: 'dan' }], told: ['not-an-approver'] },
  { name: 'no policy: an admin', policy: {}, happens: [{ at: 1, who: 'eve' }], told: ['voted approved-by-people'] },
  {
    name: 'a named user, and nobody else',
    policy: { approvers: { users: ['dan'] } },
    happens: [
      { at: 1, who: 'eve' },
      { at: 2, who: 'dan' },
    ],
    told: ['not-an-approver', 'voted approved-by-people'],
  },
  {
    name: 'a group, and nobody else',
    policy: { approvers: architects },
    happens: [
      { at: 1, who: 'cy' },
      { at: 2, who: 'ada' },
    ],
    told: ['not-an-approver', 'voted approved-by-people'],
  },
  {
    name: 'a role, and those above it',
    policy: { approvers: { roles: ['admin'] } },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'eve' },
    ],
    told: ['not-an-approver', 'voted approved-by-people'],
  },
  {
    name: 'any of user, group and role',
    policy: { approvers: { users: ['dan'], groups: ['legal'] }, quorum: 2 },
    happens: [
      { at: 1, who: 'dan' },
      { at: 2, who: 'cy' },
    ],
    told: ['voted', 'voted approved-by-people'],
  },
  {
    name: 'a deactivated approver',
    policy: {},
    happens: [
      { at: 0, change: 'ada', to: { is_active: false } },
      { at: 1, who: 'ada' },
    ],
    told: ['not-an-approver'],
  },
  {
    name: 'the requester, when that is allowed',
    policy: {},
    happens: [{ at: 1, who: 'req' }],
    told: ['voted approved-by-people'],
  },
];

const FOUR_EYES: readonly PolicyCase[] = [
  {
    name: 'four eyes: the requester',
    policy: { four_eyes: true },
    happens: [{ at: 1, who: 'req' }],
    told: ['four-eyes'],
  },
  {
    name: 'four eyes: the requester may not object either',
    policy: { four_eyes: true },
    happens: [{ at: 1, who: 'req', says: 'rejected' }],
    told: ['four-eyes'],
  },
  {
    name: 'four eyes: somebody else',
    policy: { four_eyes: true },
    happens: [
      { at: 1, who: 'req' },
      { at: 2, who: 'ada' },
    ],
    told: ['four-eyes', 'voted approved-by-people'],
  },
  {
    name: 'four eyes: nobody decides in place of the requester',
    policy: { approvers: { users: ['req'] }, four_eyes: true },
    happens: [{ at: 1, who: 'dan', standsInFor: away('req') }],
    told: ['not-an-approver'],
  },
  {
    name: 'four eyes: the requester decides in nobody’s place',
    policy: { approvers: { users: ['ada'] }, four_eyes: true },
    happens: [{ at: 1, who: 'req', standsInFor: away('ada') }],
    told: ['four-eyes'],
  },
];

const QUORUM: readonly PolicyCase[] = [
  {
    name: 'two of many',
    policy: { quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'bob' },
    ],
    told: ['voted', 'voted approved-by-people'],
  },
  {
    name: 'nobody counts twice',
    policy: { quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'ada' },
    ],
    told: ['voted', 'already-voted'],
  },
  {
    name: 'a quorum nobody completes stays open',
    policy: { quorum: 3 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'bob' },
      { at: 9 * DAY, tick: true },
    ],
    told: ['voted', 'voted', 'nothing'],
  },
  {
    name: 'one objection settles',
    policy: { quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'bob', says: 'rejected' },
    ],
    told: ['voted', 'voted rejected-by-people'],
  },
  {
    name: 'a wish to change settles as such',
    policy: { quorum: 2 },
    happens: [{ at: 1, who: 'bob', says: 'modified' }],
    told: ['voted modified-by-people'],
  },
  {
    name: 'two objections where two are needed',
    policy: { quorum: 2, objections: 2 },
    happens: [
      { at: 1, who: 'ada', says: 'rejected' },
      { at: 2, who: 'bob', says: 'modified' },
    ],
    told: ['voted', 'voted modified-by-people'],
  },
  {
    name: 'one objection of two needed does not stop a quorum',
    policy: { quorum: 2, objections: 2 },
    happens: [
      { at: 1, who: 'ada', says: 'rejected' },
      { at: 2, who: 'bob' },
      { at: 3, who: 'cy' },
    ],
    told: ['voted', 'voted', 'voted approved-by-people'],
  },
];

const ORDER: readonly PolicyCase[] = [
  {
    name: 'two bodies at once',
    policy: { steps: bodies },
    happens: [
      { at: 1, who: 'cy' },
      { at: 2, who: 'ada' },
    ],
    told: ['voted', 'voted approved-by-people'],
  },
  {
    name: 'two bodies in turn: the second waits',
    policy: { steps: bodies, order: 'sequential' },
    happens: [
      { at: 1, who: 'cy' },
      { at: 2, who: 'ada' },
      { at: 3, who: 'cy' },
    ],
    told: ['not-your-turn', 'voted', 'voted approved-by-people'],
  },
  {
    name: 'one person does not stand for two bodies',
    policy: { steps: bodies },
    happens: [
      { at: 1, who: 'bob' },
      { at: 2, who: 'bob' },
      { at: 3, who: 'cy' },
    ],
    told: ['voted', 'already-voted', 'voted approved-by-people'],
  },
  {
    name: 'the first body objects and the second is not asked',
    policy: { steps: bodies, order: 'sequential' },
    happens: [{ at: 1, who: 'ada', says: 'rejected' }],
    told: ['voted rejected-by-people'],
  },
  {
    name: 'a body with a quorum of its own',
    policy: { steps: [{ approvers: architects, quorum: 2 }, { approvers: leads }], order: 'sequential' },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'eve' },
      { at: 3, who: 'bob' },
      { at: 4, who: 'eve' },
    ],
    told: ['voted', 'not-your-turn', 'voted', 'voted approved-by-people'],
  },
];

const DELEGATION: readonly PolicyCase[] = [
  {
    name: 'a delegate inside the dates',
    policy: { approvers: { users: ['ada'] } },
    happens: [{ at: 1, who: 'dan', standsInFor: away('ada') }],
    told: ['voted-for-ada approved-by-people'],
  },
  {
    name: 'a delegate before the dates',
    policy: { approvers: { users: ['ada'] } },
    happens: [{ at: 1, who: 'dan', standsInFor: { who: 'ada', from: 2, to: DAY } }],
    told: ['not-an-approver'],
  },
  {
    name: 'a delegate after the dates',
    policy: { approvers: { users: ['ada'] } },
    happens: [{ at: 2 * DAY, who: 'dan', standsInFor: away('ada') }],
    told: ['not-an-approver'],
  },
  {
    name: 'a policy without delegation',
    policy: { approvers: { users: ['ada'] }, delegation: false },
    happens: [{ at: 1, who: 'dan', standsInFor: away('ada') }],
    told: ['not-an-approver'],
  },
  {
    name: 'a delegate of somebody who may not decide',
    policy: { approvers: architects },
    happens: [{ at: 1, who: 'dan', standsInFor: away('cy') }],
    told: ['not-an-approver'],
  },
  {
    name: 'whoever may decide decides in their own name',
    policy: { approvers: architects, quorum: 2 },
    happens: [
      { at: 1, who: 'ada', standsInFor: away('bob') },
      { at: 2, who: 'bob' },
    ],
    told: ['voted', 'voted approved-by-people'],
  },
  {
    name: 'nobody decides for somebody who did',
    policy: { approvers: architects, quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, who: 'dan', standsInFor: away('ada') },
    ],
    told: ['voted', 'not-an-approver'],
  },
  {
    name: 'a delegate of a deactivated person',
    policy: { approvers: { users: ['ada'] } },
    happens: [
      { at: 0, change: 'ada', to: { is_active: false } },
      { at: 1, who: 'dan', standsInFor: away('ada') },
    ],
    told: ['not-an-approver'],
  },
];

const REMOVED: readonly PolicyCase[] = [
  {
    name: 'a group that changed between two votes: the first is asked again',
    policy: { approvers: architects, quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, changedGroup: 'architects' },
      { at: 3, who: 'bob' },
      { at: 4, who: 'ada' },
    ],
    told: ['voted', 'votes-voided voted', 'voted approved-by-people'],
  },
  {
    name: 'a group the policy does not name may change',
    policy: { approvers: architects, quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, changedGroup: 'legal' },
      { at: 3, who: 'bob' },
    ],
    told: ['voted', 'voted approved-by-people'],
  },
  {
    name: 'a vote of somebody who left the group lapses',
    policy: { approvers: architects, quorum: 2 },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2, change: 'ada', to: { groups: [] } },
      { at: 3, who: 'bob' },
      { at: 4, who: 'req' },
    ],
    told: ['voted', 'votes-voided voted', 'voted approved-by-people'],
  },
  {
    name: 'an approver removed before deciding',
    policy: { approvers: architects },
    happens: [
      { at: 1, change: 'ada', to: { groups: [] } },
      { at: 2, who: 'ada' },
    ],
    told: ['not-an-approver'],
  },
  {
    name: 'an approver added in mid-wait',
    policy: { approvers: architects },
    happens: [
      { at: 1, who: 'cy' },
      { at: 2, change: 'cy', to: { groups: ['architects'] } },
      { at: 3, who: 'cy' },
    ],
    told: ['not-an-approver', 'voted approved-by-people'],
  },
  {
    name: 'an objection of somebody deactivated lapses',
    policy: { quorum: 1, objections: 2 },
    happens: [
      { at: 1, who: 'ada', says: 'rejected' },
      { at: 2, change: 'ada', to: { is_active: false } },
      { at: 3, who: 'bob', says: 'rejected' },
      { at: 4, who: 'cy' },
    ],
    told: ['voted', 'votes-voided voted', 'voted approved-by-people'],
  },
];

const TABLE = [WHO, FOUR_EYES, QUORUM, ORDER, DELEGATION, REMOVED].flat();

describe('who decides under a policy', () => {
  it.each(TABLE)('$name', ({ policy, happens, told }) => {
    expect(play(policy, happens).lines).toEqual(told);
  });

  it('has a name of its own for each of its cases', () => {
    const names = TABLE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(35);
  });
});
