import { flag, integer, list, number, object, oneOf, text } from './declare';

/** The longest time a policy may name: a year. */
const MAX_MINUTES = 525_600;

const minutes = (description: string) => integer(description, 1, MAX_MINUTES);
const word = (description: string) => text(description, { pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', max: 128 });
const timeOfDay = (description: string) => text(description, { pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', max: 5 });

const approvers = object(
  'Who may decide: everybody whom one of the lists names.',
  {},
  {
    users: list('Ids of users.', word('Id of a user.'), { min: 1, max: 100, unique: true }),
    groups: list('Names of groups.', word('Name of a group.'), { min: 1, max: 50, unique: true }),
    roles: list(
      'Roles; whoever holds one of them or more.',
      oneOf('A role.', 'viewer', 'operator', 'approver', 'admin', 'owner'),
      { min: 1, max: 5, unique: true },
    ),
  },
);

const quorum = integer('How many people have to approve. Default 1.', 1, 50);

/** Who decides about an approval, how many, by when, and what happens otherwise. */
export const approvalPolicy = object(
  'Who decides, how many, by when, and what happens otherwise. Default: one person with the role approver.',
  {},
  {
    approvers,
    quorum,
    steps: list(
      'Several bodies that all have to approve, instead of approvers and quorum.',
      object('One body.', { approvers }, { quorum }),
      { min: 1, max: 10 },
    ),
    order: oneOf('Whether the steps are asked one after the other. Default parallel.', 'parallel', 'sequential'),
    four_eyes: flag('True when whoever started the workflow may not decide.'),
    objections: integer('How many people have to object before the work goes back. Default 1.', 1, 50),
    delegation: flag('False when nobody may decide for somebody who is away. Default true.'),
    remind_after_minutes: list('When those asked are reminded, counted from the asking.', minutes('Minutes.'), {
      min: 1,
      max: 10,
      unique: true,
    }),
    escalate: list(
      'Who may decide as well when nobody did.',
      object('One level.', { after_minutes: minutes('Counted from the asking.'), approvers }),
      { min: 1, max: 5 },
    ),
    deadline: object(
      'Until when.',
      {
        after_minutes: minutes('Counted from the asking.'),
        then: oneOf('What happens then.', 'approve', 'reject', 'escalate', 'pause'),
      },
      { approvers },
    ),
    business_hours: object(
      'Minutes count inside these hours alone.',
      {
        time_zone: text('IANA name such as Europe/Berlin.', { pattern: '^[A-Za-z0-9_+/-]+$', max: 64 }),
        from: timeOfDay('Start of the working day.'),
        to: timeOfDay('End of the working day.'),
      },
      {
        days: list('ISO weekdays, 1 is Monday. Default 1 to 5.', integer('A weekday.', 1, 7), {
          min: 1,
          max: 7,
          unique: true,
        }),
        holidays: list(
          'Days on which nobody works.',
          text('A date.', { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', max: 10 }),
          { max: 100, unique: true },
        ),
      },
    ),
    auto_approve: object(
      'Approves without people when all that is named holds; recorded as such.',
      {
        share_at_most: number('Most of the decisions of this process that a rule may make, from 0 to 1.', 0, 1),
      },
      {
        cost_under_micros: integer('Millionths of a US dollar the workflow spent so far.', 1, 1_000_000_000_000),
        unchanged: flag('True when exactly these artifact versions were approved before.'),
        score: object('The score of a gate, never a figure a model states about itself.', {
          gate: word('Id of the gate.'),
          at_least: number('The score.', 0, 1),
        }),
      },
    ),
  },
);
