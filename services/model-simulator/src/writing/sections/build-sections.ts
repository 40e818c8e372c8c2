import { capitalised, pluralOf, slugOf } from '../../language/word-forms';
import { bullet, code, paragraph, step, table } from '../block';
import type { WritingContext } from '../writing-context';
import { endpointOf, isReading } from './interface-sections';
import { speedOf } from './requirement-sections';
import type { SectionWriter } from './section-writer';
import { databaseOf, serverOf } from './technology-sections';

export const writeSteps: SectionWriter = (c) => [
  step(
    `Set up the ${c.product} repository with ${serverOf(c)}, ${databaseOf(c)} and a pipeline; store the first ${c.entity(0)} by test.`,
  ),
  ...c.about.capabilities
    .slice(0, 6)
    .map((one, index) =>
      step(
        c.say.of(
          `step-${index}`,
          `Build "${one.verb} ${one.object}" from table to screen: \`${endpointOf(c, one)}\`, rules, test, then the view for the ${one.actor}.`,
          `Let the ${one.actor} ${one.verb} ${one.object}: write the failing test, add \`${endpointOf(c, one)}\`, then the screen.`,
          `Add \`${endpointOf(c, one)}\` so that ${pluralOf(one.actor)} can ${one.verb} ${one.object}; show it to one of them before going on.`,
        ),
      ),
    ),
  step(`Measure ${c.activity(0)} against ${speedOf(c)} and repair the slowest query on ${c.entities(0)}.`),
  ...(c.has('offline')
    ? [step(`Cut the network in a test and prove that ${c.entities(0)} are merged afterwards.`)]
    : []),
];

export const writePhases: SectionWriter = (c) => [
  paragraph(`${c.product} is built in three passes, each usable by ${c.people}:`),
  table(
    ['Phase', 'Content', 'Done when'],
    [
      [
        '1 Walking skeleton',
        `sign-in, ${c.entities(0)}, ${c.activity(0)}`,
        `a ${c.actor(0)} does it on the test system`,
      ],
      [
        '2 Daily work',
        `${c.activity(1)} and ${c.activity(2)}`,
        `${c.people} use it for a week with real ${c.entities(1)}`,
      ],
      [
        '3 Under load',
        `limits, rights, ${c.entities(2)} in bulk`,
        c.about.figures[0]
          ? `"${c.about.figures[0].clause}" is measured`
          : `500 ${pluralOf(c.actor(0))} at once are served within ${speedOf(c)}`,
      ],
    ],
  ),
  bullet(`A phase that ${c.people} cannot use is not finished, whatever is built of ${c.entities(0)}.`),
];

export const writeCodeStructure: SectionWriter = (c) => [
  paragraph(
    `Folders of ${c.product} follow its nouns, so that everything about ${c.entities(0)} is found in one place:`,
  ),
  code('text', [
    `${slugOf(c.product)}/`,
    ...c.about.entities
      .slice(0, 4)
      .flatMap((entity, index) => [
        `  ${slugOf(pluralOf(entity))}/`,
        `    ${slugOf(entity)}.rules    ${slugOf(entity)}.store    ${slugOf(entity)}.routes${index === 0 ? `    ${slugOf(entity)}.test` : ''}`,
      ]),
    `  shared/    errors    clock    identity`,
  ]),
  bullet(`Rules for a ${c.entity(0)} are pure functions without database, tested alone.`),
];

export const writeCodeExamples: SectionWriter = (c) => [
  paragraph(`The heart of ${c.activity(0)} as a sketch; names are those of ${c.product}:`),
  code('ts', exampleLines(c)),
  bullet(`The ${c.entity(0)} is checked before it is stored, and the caller learns every mistake at once.`),
];

export const writeDefinitionOfDone: SectionWriter = (c) => [
  bullet(`A test proves that a ${c.actor(0)} can ${c.ability(0)}, and another that a stranger cannot.`),
  bullet(`Errors while ${c.activity(1)} name the field and the remedy.`),
  bullet(`Reviewed by a second person who knows ${c.entities(0)}; documentation of ${c.slug(0)} is up to date.`),
  ...(c.about.figures[0] ? [bullet(`Nothing contradicts "${c.about.figures[0].clause}".`)] : []),
];

export const writeCodingStandards: SectionWriter = (c) => [
  bullet(`Names in code are the words of ${c.people}: ${c.entity(0)}, ${c.entity(1)}, never "item" or "data".`),
  bullet(`Rules for ${c.entities(0)} are pure functions; only the store of ${c.slug(0)} touches ${databaseOf(c)}.`),
  bullet(`An error while ${c.activity(0)} has a stable code, a sentence for the ${c.actor(0)} and a remedy.`),
  bullet(`Every change comes with a test that failed before, and formatting is done by a tool in ${serverOf(c)}.`),
];

function exampleLines(c: WritingContext): string[] {
  const type = c.typeName(0) || 'Item';
  const verb = slugOf((c.about.capabilities.find((one) => !isReading(one)) ?? c.capability(0)).verb);
  return [
    `export function ${verb}${type}(command: ${capitalised(verb)}${type}, known: readonly ${type}[]): Result<${type}> {`,
    `  const problems = check${type}(command);`,
    `  if (known.some((other) => other.id === command.id)) problems.push('${slugOf(c.entity(0))}-exists');`,
    '  return problems.length > 0 ? refused(problems) : accepted({ ...command, version: 1 });',
    '}',
  ];
}
