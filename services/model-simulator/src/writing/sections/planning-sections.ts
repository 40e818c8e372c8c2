import { capitalised, joinedWithAnd, pluralOf } from '../../language/word-forms';
import { bullet, paragraph, step, table } from '../block';
import type { Stage } from '../task-kind';
import type { WritingContext } from '../writing-context';
import type { SectionWriter } from './section-writer';

const RESULTS: Readonly<Record<Stage, string>> = {
  analyze: 'requirements.md',
  design: 'architecture.md',
  build: 'implementation_plan.md',
  validate: 'test_plan.md',
  launch: 'deployment_plan.md',
};

export const writeApproach: SectionWriter = (c) => [
  paragraph(basedOn(c)),
  ...approachSteps(c).map((text) => step(text)),
  ...(c.about.constraints.length > 0
    ? [paragraph(`What limits the choice: ${c.about.constraints.slice(0, 3).join('; ')}.`)]
    : []),
];

export const writeActivities: SectionWriter = (c) => [
  paragraph(
    `The work follows the ${c.about.capabilities.length} capabilities of ${c.product}; ${c.activity(0)} comes first because ${c.entities(0)} depend on it.`,
  ),
  table(
    ['No.', 'Activity', 'Result', 'Effort'],
    [
      [
        '1',
        `Read ${c.source} and list what it says about ${c.entities(0)} and ${c.entities(1)}`,
        `annotated list for ${c.product}`,
        effort(c, 1),
      ],
      ...c.about.capabilities
        .slice(0, 5)
        .map((_, index) => [
          String(index + 2),
          `${capitalised(activityVerb(c.stage))} ${c.activity(index)}`,
          `${resultNoun(c.stage)} for ${c.entities(index)}`,
          effort(c, index + 2),
        ]),
      [
        String(Math.min(c.about.capabilities.length, 5) + 2),
        `Review with ${c.people}`,
        `agreed \`${RESULTS[c.stage]}\` of ${c.product}`,
        effort(c, 9),
      ],
    ],
  ),
  bullet(
    `Points that touch both ${c.entities(0)} and ${c.entities(1)} are worked on together, because a decision on one changes the other.`,
  ),
  bullet(`If ${c.activity(2)} takes longer than planned, it is cut down before ${c.activity(0)} is touched.`),
];

export const writeDeliverables: SectionWriter = (c) => [
  bullet(`\`${RESULTS[c.stage]}\`: ${deliverableText(c)}.`),
  bullet(
    `A trace from each of ${joinedWithAnd([0, 1].map((index) => c.activity(index)))} to the place where it is dealt with.`,
  ),
  bullet(
    `A list of open points about ${c.entities(1)}, each with the ${c.actor(0)} or ${c.actor(1)} who can answer it.`,
  ),
  ...c.about.figures.slice(0, 1).map((figure) => bullet(`A statement on how "${figure.clause}" will be shown.`)),
];

export const writeTimeline: SectionWriter = (c) => {
  const weeks = [1, 2, 2, 3].map((most, index) => c.say.between(`weeks-${index}`, 1, most));
  const names = [`${c.entities(0)} and sign-in`, c.activity(0), c.activity(1), `${c.activity(2)} and hardening`];
  let end = 0;
  const rows = names.map((name, index) => {
    const start = end + 1;
    end += weeks[index] ?? 1;
    return [
      `M${index + 1}`,
      name,
      start === end ? `week ${start}` : `weeks ${start} to ${end}`,
      `${pluralOf(c.actor(index))} see ${c.entities(index)} work`,
    ];
  });
  return [
    paragraph(
      `${c.product} reaches its first usable state after ${end} weeks, with ${c.activity(0)} shown to ${c.people} as early as the second milestone.`,
    ),
    table(['Milestone', 'Content', 'When', 'Shown by'], rows),
    ...c.figures('time').map((figure) => bullet(`The plan is held against "${figure.clause}".`)),
    bullet(`Slack of one week is kept for ${c.activity(2)}, the least certain part of ${c.product}.`),
  ];
};

export const writeDependencies: SectionWriter = (c) => [
  ...c.inputs
    .slice(0, 3)
    .map((input) =>
      bullet(
        `\`${input.path}\`${input.headings.length > 1 ? ` (${input.headings.slice(1, 5).join(', ')})` : ''} as the agreed basis for ${c.entities(0)}.`,
      ),
    ),
  ...c.about.technologies
    .slice(0, 3)
    .map((name) => bullet(`${name}, named in the brief, available to the team of ${c.product}.`)),
  bullet(`A ${c.actor(0)} who answers questions on ${c.activity(0)} within a working day.`),
  bullet(`${capitalised(c.activity(1))} can only start when ${c.entities(0)} are settled.`),
];

export const writePeople: SectionWriter = (c) => [
  paragraph(
    `${c.product} touches ${c.about.actors.length === 1 ? 'one role' : `${c.about.actors.length} roles`}: ${c.people}.`,
  ),
  table(
    ['Role', 'Interest', 'Takes part in'],
    c.about.actors.slice(0, 4).map((actor, index) => {
      const own = c.about.capabilities.find((one) => one.actor === actor) ?? c.capability(index);
      return [
        actor,
        `${own.verb} ${own.object}`,
        index === 0 ? `review of ${c.entities(0)} at each milestone` : `trial of ${c.activity(index)}`,
      ];
    }),
  ),
  bullet(`One person decides on ${c.entities(0)} when ${c.people} disagree.`),
];

export const writeCommunication: SectionWriter = (c) => [
  bullet(`${capitalised(c.people)} hear before each step of ${c.product} what changes for ${c.activity(0)}.`),
  bullet(`A short weekly note says which of ${c.entities(0)} and ${c.entities(1)} are done and what is blocked.`),
  bullet(`Questions on ${c.activity(1)} go to the ${c.actor(1)} named as contact.`),
];

function basedOn(c: WritingContext): string {
  const upstream = c.inputs.find((input) => input.headings.length > 2 && !/brief/iu.test(input.path));
  if (upstream) {
    return `The work takes ${joinedWithAnd(upstream.headings.slice(1, 4).map((heading) => `"${heading}"`))} of \`${upstream.path}\` as given and adds what ${c.product} needs for ${c.activity(0)}.`;
  }
  return c.say.of(
    'approach',
    `The brief for ${c.product} is read three times: for people (${c.people}), for things (${c.entities(0)}, ${c.entities(1)}) and for limits.`,
    `Starting from ${c.people} and what they want, the work goes from ${c.activity(0)} to ${c.entities(0)} and only then to technology.`,
  );
}

function approachSteps(c: WritingContext): string[] {
  const verb = activityVerb(c.stage);
  return [
    `${capitalised(verb)} ${c.activity(0)} first, with one ${c.actor(0)} looking on.`,
    `Then ${verb} ${c.activity(1)} and check that ${c.entities(0)} still mean the same.`,
    `Treat ${c.activity(2)} last; it reuses what was decided for ${c.entities(1)}.`,
    `Hold every result against ${c.about.figures[0] ? `"${c.about.figures[0].clause}"` : c.source} and note what does not fit ${c.product}.`,
  ];
}

function activityVerb(stage: Stage): string {
  return {
    analyze: 'describe',
    design: 'design',
    build: 'plan the building of',
    validate: 'prove',
    launch: 'roll out',
  }[stage];
}

function resultNoun(stage: Stage): string {
  return {
    analyze: 'stories',
    design: 'design decision',
    build: 'work packages',
    validate: 'test cases',
    launch: 'release step',
  }[stage];
}

function deliverableText(c: WritingContext): string {
  return {
    analyze: `user stories, functional and non-functional requirements of ${c.product} for ${c.people}`,
    design: `technology, components, interfaces and data model around ${c.entities(0)} and ${c.entities(1)}`,
    build: `ordered work packages from ${c.activity(0)} to ${c.activity(2)}, each with its definition of done`,
    validate: `test cases for ${c.activity(0)}, ${c.activity(1)} and the limits of ${c.product}`,
    launch: `infrastructure, pipeline, monitoring and way back for ${c.product} and its ${c.entities(0)}`,
  }[c.stage];
}

function effort(c: WritingContext, row: number): string {
  return `${c.say.between(`effort-${c.stage}-${row}`, 2, 8)} h`;
}
