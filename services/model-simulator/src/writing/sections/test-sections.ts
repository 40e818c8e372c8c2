import { pluralOf, withArticle } from '../../language/word-forms';
import { bullet, paragraph, table } from '../block';
import { abilityText, resultText } from '../writing-context';
import { speedOf } from './requirement-sections';
import type { SectionWriter } from './section-writer';

export const writeTestStrategy: SectionWriter = (c) => [
  paragraph(
    c.say.of(
      'strategy',
      `Most tests of ${c.product} run without a network and check the rules for ${c.entities(0)}; a few drive ${c.activity(0)} through the real screens.`,
      `${c.product} is tested where it can hurt ${c.people}: wrong ${c.entities(0)}, lost ${c.entities(1)}, slow answers while ${c.activity(0)}.`,
    ),
  ),
  table(
    ['Level', 'What is shown', 'Share'],
    [
      ['unit', `rules of ${c.entities(0)} and ${c.entities(1)}`, `${c.say.between('unit', 60, 70)} %`],
      ['integration', `${c.activity(0)} with a real database`, '20 %'],
      ['end to end', `a ${c.actor(0)} who wants to ${c.ability(1)}`, 'the rest'],
      [
        'load',
        c.figures('load', 'speed', 'size')[0]?.clause ?? `500 ${pluralOf(c.actor(0))} who ${c.ability(0)} at once`,
        'before each release',
      ],
    ],
  ),
  bullet(`A defect found by a ${c.actor(0)} becomes a test before it is repaired.`),
  bullet(`Covered: ${c.about.platforms.join(', ')}, each with at least one run of ${c.activity(0)}.`),
];

export const writeTestScope: SectionWriter = (c) => [
  paragraph(`Tested are the ${c.about.capabilities.length} capabilities of ${c.product} named in ${c.source}:`),
  ...c.about.capabilities.slice(0, 5).map((one) => bullet(`${pluralOf(one.actor)} ${abilityText(one)}`)),
  paragraph(
    `Not tested: services outside ${c.product}; they are replaced by stand-ins that misbehave on request when ${c.people} depend on them.`,
  ),
];

export const writeTestCases: SectionWriter = (c) => [
  paragraph(`Each case starts with a fresh ${c.entity(0)} and a signed-in ${c.actor(0)}.`),
  table(
    ['Id', 'Case', 'Expected'],
    [
      ...c.about.capabilities
        .slice(0, 8)
        .map((one, index) => [
          `TC-${index + 1}`,
          `${one.actor}: ${abilityText(one)}`,
          `${resultText(one)}, visible within ${speedOf(c)}`,
        ]),
      [
        'TC-20',
        `${c.activity(0)} with an empty ${c.entity(0)}`,
        `refused; the missing field of the ${c.entity(0)} is named`,
      ],
      [
        'TC-21',
        `a stranger opens ${c.entities(1)} of a ${c.actor(0)}`,
        `refused; nothing about the ${c.entity(1)} is shown`,
      ],
      ['TC-22', `two people change one ${c.entity(0)} at once`, `the second is told; no ${c.entity(0)} is overwritten`],
      ...(c.has('offline')
        ? [['TC-23', `${c.activity(0)} without a network, then with one`, `each ${c.entity(0)} arrives once`]]
        : []),
      ...c.about.figures
        .slice(0, 2)
        .map((figure, index) => [
          `TC-3${index}`,
          `measure: ${figure.clause}`,
          `the measurement keeps to ${figure.value}`,
        ]),
    ],
  ),
  bullet(`TC-20 to TC-22 are repeated for ${c.entities(2)}, because ${c.activity(2)} follows the same rules.`),
];

export const writeTestData: SectionWriter = (c) => [
  bullet(
    `${c.say.between('seed', 2, 9)},000 invented ${c.entities(0)} with matching ${c.entities(1)}, generated from a fixed seed so that a failure can be repeated.`,
  ),
  bullet(
    `Odd ones on purpose: ${withArticle(c.entity(0))} without a name, one with 10,000 characters, two ${c.entities(1)} that contradict each other.`,
  ),
  bullet(
    `No data of real ${pluralOf(c.actor(0))}; accounts exist for ${c.people}, each with the rights of the real role.`,
  ),
];

export const writeTestEnvironment: SectionWriter = (c) => [
  bullet(
    `A copy of ${c.product} with its own database, rebuilt before each run; ${c.entities(0)} of other runs never get in.`,
  ),
  bullet(`Devices: ${c.about.platforms.join(', ')}; a slow network at 400 kbit/s for ${c.activity(0)}.`),
  ...c.about.technologies
    .slice(0, 2)
    .map((name) => bullet(`${name} in the version of production, with a stand-in that fails on request.`)),
  bullet(`One machine of production size for the load run on ${c.slug(0)}.`),
];

export const writeEntryExit: SectionWriter = (c) => [
  bullet(`Start: ${c.activity(0)} works on the test system and ${c.source} is approved.`),
  bullet(
    `End: every case for ${c.activity(0)} and ${c.activity(1)} passes, and no open defect loses a ${c.entity(0)}.`,
  ),
  ...c.about.figures.slice(0, 2).map((figure) => bullet(`End: "${figure.clause}" has been measured.`)),
  bullet(`Stop: more than ${c.say.between('stop', 3, 6)} cases about ${c.entities(0)} fail for the same reason.`),
];

export const writeDefects: SectionWriter = (c) => [
  table(
    ['Class', 'Example', 'Repaired within'],
    [
      ['critical', `a ${c.entity(0)} is lost or shown to a stranger`, 'one day'],
      ['major', `${c.activity(0)} fails although the input is right`, 'three days'],
      ['minor', `a text about ${c.entities(1)} is misleading`, 'next release'],
    ],
  ),
  paragraph(
    `Each defect of ${c.product} names the ${c.entity(0)} concerned, the step while ${c.activity(1)} and what was expected.`,
  ),
];
