import { capitalised, joinedWithAnd, pluralOf, withArticle } from '../../language/word-forms';
import { bullet, paragraph, table } from '../block';
import { abilityText } from '../writing-context';
import type { SectionWriter } from './section-writer';

export const writeOverview: SectionWriter = (c) => {
  const focus = {
    requirements: `It says what ${c.people} need, in stories and numbered requirements, and what ${c.product} will not do.`,
    architecture: `It settles how ${c.product} holds ${c.entities(0)} and ${c.entities(1)} together and where ${c.activity(0)} happens.`,
    implementation: `It orders the work so that ${c.activity(0)} runs end to end before ${c.activity(2)} is begun.`,
    test: `It says which evidence ${c.people} get that ${c.activity(0)} works, and when testing ${c.product} is over.`,
    deployment: `It brings ${c.product} to ${c.people} step by step, watches ${c.activity(0)} and keeps a way back.`,
    plan: `It prepares the ${c.stage} stage of ${c.product}.`,
    other: `It looks at ${c.product} from the side of ${c.people}.`,
  }[c.kind];
  return [
    paragraph(
      `${c.say.of(
        `overview-${c.kind}`,
        `${c.product} lets ${c.people} ${c.ability(0)} and ${c.ability(1)}, with ${c.entities(0)} as the thing everything else hangs on.`,
        `With ${c.product}, ${c.people} get one place for ${c.activity(0)} and ${c.activity(1)}; it replaces scattered notes about ${c.entities(0)}.`,
        `${c.product} exists so that ${c.people} can ${c.ability(0)}, ${c.ability(1)} and trust what it says about ${c.entities(0)}.`,
      )} ${focus}`,
    ),
    ...(c.about.purpose.split(' ').length > 4
      ? [paragraph(`Its purpose as the brief puts it: ${c.about.purpose}.`)]
      : []),
    ...c.about.figures.slice(0, 2).map((figure) => bullet(`Figure to design for: ${figure.clause}.`)),
    paragraph(
      `This document builds on ${c.source}; the first release of ${c.product} is for ${c.about.platforms.join(', ')}.`,
    ),
  ];
};

export const writeScope: SectionWriter = (c) => [
  paragraph(`In scope for the first release of ${c.product}:`),
  ...c.about.capabilities.slice(0, 5).map((one) => bullet(`${pluralOf(one.actor)} ${abilityText(one)}`)),
  paragraph(
    `Out of scope until ${c.people} ask for it: bulk administration of ${c.entities(1)}, other platforms than ${c.about.platforms.join(' and ')}, and migration of old ${c.entities(0)}.`,
  ),
];

/** Scope of a stage, where `writeScope` is that of the product. */
export const writeStageScope: SectionWriter = (c) => {
  const [inside, outside] = {
    analyze: ['what people need and what limits it', 'technology and effort'],
    design: ['structure, interfaces and data', 'new wishes and code'],
    build: ['order, size and finish of the work packages', 'changes of the architecture'],
    validate: ['evidence for functions and limits', 'repairing what is found'],
    launch: ['delivery, watching and the way back', 'new functions'],
  }[c.stage];
  return [
    paragraph(
      `This stage settles ${inside} for ${c.product}: ${c.activity(0)}, ${c.activity(1)} and what they do to ${c.entities(0)}.`,
    ),
    paragraph(`It leaves out ${outside}; questions of that kind about ${c.entities(1)} are written down for later.`),
  ];
};

export const writeConstraints: SectionWriter = (c) => [
  ...c.about.constraints.slice(0, 5).map((constraint) => bullet(`${capitalised(constraint)}.`)),
  ...(c.about.technologies.length > 0 ? [bullet(`Given technology: ${joinedWithAnd(c.about.technologies)}.`)] : []),
  bullet(
    `${c.product} runs on ${joinedWithAnd(c.about.platforms)} and serves ${c.people}; nothing may make ${c.activity(0)} impossible there.`,
  ),
  bullet(
    `${capitalised(c.entities(0))} stay consistent with ${c.entities(1)}, whatever ${withArticle(c.actor(0))} does first.`,
  ),
];

export const writeObjectives: SectionWriter = (c) => {
  const focus = {
    analyze: `Turn the brief for ${c.product} into requirements that ${c.people} would sign, starting with ${c.activity(0)}.`,
    design: `Decide how ${c.product} stores ${c.entities(0)} and serves ${c.activity(0)}, so that building can start without open questions.`,
    build: `Order the work on ${c.product} so that ${c.activity(0)} works end to end before anything is polished.`,
    validate: `Show by evidence that ${c.people} can rely on ${c.activity(0)} and ${c.activity(1)} in ${c.product}.`,
    launch: `Bring ${c.product} to ${c.people} without losing ${c.entities(0)} and with a way back at every step.`,
  }[c.stage];
  return [
    bullet(focus),
    bullet(
      `Cover ${joinedWithAnd([0, 1, 2].map((index) => c.activity(index)))} completely, each with a measurable result.`,
    ),
    ...c.about.figures
      .slice(0, 2)
      .map((figure) => bullet(`Keep to the figure "${figure.clause}" and say how it is measured.`)),
    ...(c.constraint(0) ? [bullet(`Respect the constraint: ${c.constraint(0) ?? ''}.`)] : []),
    bullet(`Leave a clear rule for who may read and change ${c.entities(0)} and ${c.entities(1)}.`),
    bullet(`Hand over a ${c.stage} result that the next stage can use without asking about ${c.entities(1)}.`),
  ];
};

export const writeSuccessCriteria: SectionWriter = (c) => [
  bullet(`${withArticle(c.actor(0)).replace(/^a/, 'A')} can ${c.ability(0)} without help at the first try.`),
  ...c.about.figures.slice(0, 3).map((figure) => bullet(`Measured and met: ${figure.clause}.`)),
  bullet(
    `All ${c.about.capabilities.length} capabilities of ${c.product} are traced, from ${c.activity(0)} to ${c.activity(c.about.capabilities.length - 1)}.`,
  ),
  ...c.about.constraints.slice(0, 2).map((constraint) => bullet(`Checked against the constraint "${constraint}".`)),
  bullet(`A reviewer who knows ${c.entities(0)} finds no contradiction with ${c.source}.`),
  bullet(`No ${c.entity(0)} is lost or changed silently while ${c.people} work with ${c.product}.`),
];

export const writeAssumptions: SectionWriter = (c) => [
  bullet(`${c.people} work with ${c.product} on ${c.about.platforms.join(' and ')}; nothing else is promised.`),
  bullet(`Every ${c.entity(0)} has one responsible ${c.actor(0)}, who may change it.`),
  bullet(`${c.entities(1)} are created inside ${c.product} and are not imported at the start.`),
  ...(c.about.figures.length === 0
    ? [
        bullet(
          `The brief names no figures for ${c.product}: 500 ${pluralOf(c.actor(0))} and 2 seconds per page are assumed.`,
        ),
      ]
    : []),
  bullet(`For ${c.activity(1)} the newest change wins unless ${c.people} say otherwise.`),
];

export const writeOpenQuestions: SectionWriter = (c) => [
  bullet(`Who may undo it when ${withArticle(c.actor(0))} makes a mistake while ${c.activity(0)}?`),
  bullet(`How long must ${c.entities(0)} be kept, and who may delete them?`),
  bullet(`Which of ${c.activity(1)} and ${c.activity(2)} may be left out if time runs short?`),
  ...(c.about.figures.length === 0
    ? [bullet(`How many ${c.entities(0)} and ${pluralOf(c.actor(0))} does ${c.product} have to carry in a year?`)]
    : []),
];

export const writeGlossary: SectionWriter = (c) => [
  paragraph(`Words used the same way everywhere in ${c.product}:`),
  table(
    ['Term', `Meaning in ${c.product}`],
    [
      ...c.about.entities.slice(0, 6).map((entity, index) => [entity, `what is handled when ${c.activity(index)}`]),
      ...c.about.actors
        .slice(0, 3)
        .map((actor) => [
          actor,
          `may ${abilityText(c.about.capabilities.find((one) => one.actor === actor) ?? c.capability(0))}`,
        ]),
    ],
  ),
];

export const writeNextSteps: SectionWriter = (c) => [
  bullet(`Review this document with one ${c.actor(0)}${c.about.actors.length > 1 ? ` and one ${c.actor(1)}` : ''}.`),
  bullet(`Settle what happens to ${c.entities(0)} in the cases listed as risks.`),
  bullet(`Begin the next task with ${c.activity(0)}, the part ${c.product} cannot do without.`),
];
