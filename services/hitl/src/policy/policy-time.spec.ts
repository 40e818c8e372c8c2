import { play } from './policy.fixture';
import type { PolicyCase } from './policy.fixture';

const HOUR = 60;
const DAY = 24 * HOUR;
const architects = { groups: ['architects'] };
const leads = { groups: ['leads'] };
const berlin = { time_zone: 'Europe/Berlin', from: '09:00', to: '17:00' };

const TIME: readonly PolicyCase[] = [
  {
    name: 'a reminder is sent once',
    policy: { remind_after_minutes: [HOUR] },
    happens: [
      { at: 59, tick: true },
      { at: 60, tick: true },
      { at: 61, tick: true },
    ],
    told: ['nothing', 'reminded-1', 'nothing'],
  },
  {
    name: 'of missed reminders the last is made up for',
    policy: { remind_after_minutes: [2 * HOUR, HOUR] },
    happens: [
      { at: DAY, tick: true },
      { at: 2 * DAY, tick: true },
    ],
    told: ['reminded-2', 'nothing'],
  },
  {
    name: 'nothing is sent once all is settled',
    policy: { remind_after_minutes: [HOUR], deadline: { after_minutes: DAY, then: 'reject' } },
    happens: [
      { at: 1, who: 'ada' },
      { at: 2 * DAY, tick: true },
    ],
    told: ['voted approved-by-people', 'nothing'],
  },
  {
    name: 'absent approvers: the next level may decide',
    policy: { approvers: { users: ['ada'] }, escalate: [{ after_minutes: HOUR, approvers: leads }] },
    happens: [
      { at: 59, who: 'eve' },
      { at: 60, tick: true },
      { at: 61, who: 'eve' },
    ],
    told: ['not-an-approver', 'escalated-1', 'voted approved-by-people'],
  },
  {
    name: 'a level due is in force before anybody looked',
    policy: { approvers: { users: ['ada'] }, escalate: [{ after_minutes: HOUR, approvers: leads }] },
    happens: [{ at: 61, who: 'eve' }],
    told: ['escalated-1 voted approved-by-people'],
  },
  {
    name: 'a chain of two levels, in order of time',
    policy: {
      approvers: { users: ['ada'] },
      escalate: [
        { after_minutes: 2 * HOUR, approvers: { roles: ['owner'] } },
        { after_minutes: HOUR, approvers: leads },
      ],
    },
    happens: [
      { at: DAY, tick: true },
      { at: DAY, who: 'req' },
    ],
    told: ['escalated-1 escalated-2', 'voted approved-by-people'],
  },
  {
    name: 'those first asked may still decide after escalation',
    policy: { approvers: { users: ['ada'] }, escalate: [{ after_minutes: HOUR, approvers: leads }] },
    happens: [
      { at: 61, tick: true },
      { at: 62, who: 'ada' },
    ],
    told: ['escalated-1', 'voted approved-by-people'],
  },
  {
    name: 'a deadline that approves',
    policy: { deadline: { after_minutes: DAY, then: 'approve' } },
    happens: [
      { at: DAY, tick: true },
      { at: DAY, tick: true },
    ],
    told: ['deadline-passed-approve approved-by-deadline', 'nothing'],
  },
  {
    name: 'a deadline that rejects',
    policy: { deadline: { after_minutes: DAY, then: 'reject' } },
    happens: [{ at: 5 * DAY, tick: true }],
    told: ['deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'a deadline that escalates to admins, once',
    policy: { approvers: architects, deadline: { after_minutes: DAY, then: 'escalate' } },
    happens: [
      { at: DAY, tick: true },
      { at: 9 * DAY, tick: true },
      { at: 9 * DAY, who: 'eve' },
    ],
    told: ['deadline-passed-escalate escalated-0', 'nothing', 'voted approved-by-people'],
  },
  {
    name: 'a deadline that pauses settles nothing',
    policy: { deadline: { after_minutes: DAY, then: 'pause' } },
    happens: [
      { at: DAY, tick: true },
      { at: 2 * DAY, tick: true },
    ],
    told: ['deadline-passed-pause', 'nothing'],
  },
  {
    name: 'an answer after a deadline that paused the workflow',
    policy: { deadline: { after_minutes: DAY, then: 'pause' } },
    happens: [
      { at: DAY, tick: true },
      { at: 2 * DAY, who: 'ada' },
    ],
    told: ['deadline-passed-pause', 'deadline-passed'],
  },
  {
    name: 'a race: the answer in the last millisecond before the deadline wins',
    policy: { deadline: { after_minutes: HOUR, then: 'reject' } },
    happens: [
      { at: 60 - 1 / 60_000, who: 'ada' },
      { at: 60, tick: true },
    ],
    told: ['voted approved-by-people', 'nothing'],
  },
  {
    name: 'a race: the answer at the deadline loses, though nobody looked yet',
    policy: { deadline: { after_minutes: HOUR, then: 'reject' } },
    happens: [
      { at: 60, who: 'ada' },
      { at: 60, tick: true },
    ],
    told: ['deadline-passed', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'a race: an escalating deadline takes the answer',
    policy: { deadline: { after_minutes: HOUR, then: 'escalate' } },
    happens: [{ at: 61, who: 'ada' }],
    told: ['deadline-passed-escalate escalated-0 voted approved-by-people'],
  },
  {
    name: 'a half-filled quorum does not stop the deadline',
    policy: { quorum: 2, deadline: { after_minutes: HOUR, then: 'reject' } },
    happens: [
      { at: 1, who: 'ada' },
      { at: 60, tick: true },
    ],
    told: ['voted', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'reminders and levels before the deadline come in order',
    policy: {
      remind_after_minutes: [30],
      escalate: [{ after_minutes: 45, approvers: leads }],
      deadline: { after_minutes: 60, then: 'approve' },
    },
    happens: [{ at: 60, tick: true }],
    told: ['reminded-1 escalated-1 deadline-passed-approve approved-by-deadline'],
  },
];

const BUSINESS_HOURS: readonly PolicyCase[] = [
  {
    name: 'a night does not count',
    policy: { deadline: { after_minutes: 10 * HOUR, then: 'reject' }, business_hours: berlin },
    // Asked on Monday at 09:00 in Berlin; eight hours on Monday, two on Tuesday: 26 hours later, on the clock.
    happens: [
      { at: 26 * HOUR - 1, tick: true },
      { at: 26 * HOUR, tick: true },
    ],
    told: ['nothing', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'a weekend does not count',
    policy: { deadline: { after_minutes: 2 * HOUR, then: 'reject' }, business_hours: berlin },
    askedAt: '2026-03-06T15:00:00.000Z',
    // Friday at 16:00 in Berlin: one hour, then Monday until 10:00.
    happens: [
      { at: 66 * HOUR - 1, tick: true },
      { at: 66 * HOUR, tick: true },
    ],
    told: ['nothing', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'over the change to summer time a weekend is an hour shorter',
    policy: { deadline: { after_minutes: 2 * HOUR, then: 'reject' }, business_hours: berlin },
    askedAt: '2026-03-27T15:00:00.000Z',
    happens: [
      { at: 65 * HOUR - 1, tick: true },
      { at: 65 * HOUR, tick: true },
    ],
    told: ['nothing', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'over the change to winter time a weekend is an hour longer',
    policy: { deadline: { after_minutes: 2 * HOUR, then: 'reject' }, business_hours: berlin },
    askedAt: '2026-10-23T14:00:00.000Z',
    happens: [
      { at: 67 * HOUR - 1, tick: true },
      { at: 67 * HOUR, tick: true },
    ],
    told: ['nothing', 'deadline-passed-reject rejected-by-deadline'],
  },
  {
    name: 'a holiday does not count',
    policy: {
      remind_after_minutes: [9 * HOUR],
      business_hours: { ...berlin, holidays: ['2026-03-03'] },
    },
    happens: [
      { at: 49 * HOUR - 1, tick: true },
      { at: 49 * HOUR, tick: true },
    ],
    told: ['nothing', 'reminded-1'],
  },
  {
    name: 'a working Saturday counts',
    policy: { remind_after_minutes: [2 * HOUR], business_hours: { ...berlin, days: [5, 6] } },
    askedAt: '2026-03-06T15:00:00.000Z',
    happens: [
      { at: 18 * HOUR - 1, tick: true },
      { at: 18 * HOUR, tick: true },
    ],
    told: ['nothing', 'reminded-1'],
  },
];

const TABLE = [TIME, BUSINESS_HOURS].flat();

describe('what time does to a request', () => {
  it.each(TABLE)('$name', ({ policy, happens, told, askedAt }) => {
    expect(play(policy, happens, askedAt).lines).toEqual(told);
  });

  it('has a name of its own for each of its cases', () => {
    const names = TABLE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(20);
  });

  it('knows no time zone that does not exist and no hours that never come', () => {
    const policy = (hours: Partial<typeof berlin>, days = [1]) => ({
      remind_after_minutes: [HOUR],
      business_hours: { ...berlin, ...hours, days },
    });
    expect(() => play(policy({ time_zone: 'Mars/Olympus' }), [{ at: 1, tick: true }])).toThrow(RangeError);
    expect(() => play(policy({ from: '17:00', to: '09:00' }), [{ at: 1, tick: true }])).toThrow(RangeError);
  });
});
