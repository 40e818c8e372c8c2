import { pluralOf } from '../../language/word-forms';
import { bullet, paragraph, table } from '../block';
import type { WritingContext } from '../writing-context';
import { speedOf } from './requirement-sections';
import type { SectionWriter } from './section-writer';

/** Quality, requirement, how it is measured. */
type Demand = readonly [string, string, string];

export const writeNonFunctionalRequirements: SectionWriter = (c) => {
  const demands = demandsOf(c);
  return [
    paragraph(
      `${c.product} is judged by ${demands.length} qualities; the first one, ${demands[0]?.[0] ?? ''}, decides about acceptance by ${c.people}.`,
    ),
    table(
      ['Id', 'Quality', 'Requirement', 'Measured by'],
      demands.map((demand, index) => [`NFR-${index + 1}`, ...demand]),
    ),
    ...c.about.constraints.slice(0, 3).map((constraint) => bullet(`From the brief: ${constraint}.`)),
  ];
};

export const writeMetrics: SectionWriter = (c) => [
  paragraph(`Whether ${c.product} is good is read from figures about ${c.entities(0)}, not from opinions:`),
  table(
    ['Figure', 'Target', 'Source'],
    [
      [
        `share of ${pluralOf(c.actor(0))} who ${c.ability(0)} in their first week`,
        `${c.say.between('adoption', 60, 80)} %`,
        `events of ${c.entities(0)}`,
      ],
      [`time of ${c.activity(0)}, 95th percentile`, speedOf(c), `server histogram for ${c.slug(0)}`],
      [
        `failed attempts at ${c.activity(1)}`,
        `below ${c.say.between('failures', 1, 3)} %`,
        `error counter for ${c.slug(1)}`,
      ],
      [`open defects on ${c.entities(0)} with loss of data`, '0', `defect list of ${c.product}`],
      ...c.about.figures
        .slice(0, 3)
        .map((figure) => [figure.clause, figure.value, `measurement named in the test plan of ${c.product}`]),
    ],
  ),
  bullet(`The figures for ${c.activity(0)} are looked at weekly with a ${c.actor(0)}.`),
];

/** Demands that follow from the brief's figures and qualities. */
export function demandsOf(c: WritingContext): Demand[] {
  const demands: Demand[] = [
    [
      'speed',
      `${c.activity(0)} answers within ${speedOf(c)} for 95 of 100 attempts`,
      `load test with ${c.entities(0)} of real size`,
    ],
    ...c
      .figures('load', 'size', 'share')
      .map((figure): Demand => [
        figure.kind === 'share' ? 'reliability' : 'capacity',
        figure.clause,
        `test at ${figure.value} while ${c.activity(0)}`,
      ]),
  ];
  if (c.has('offline'))
    demands.push([
      'offline use',
      `${c.activity(0)} works without a network; changes of ${c.entities(0)} are merged later`,
      `test in flight mode with two devices`,
    ]);
  if (c.has('privacy', 'security'))
    demands.push([
      'data protection',
      `${c.entities(0)} are encrypted at rest and in transit, access by ${c.people} is logged`,
      `review of access log for ${c.slug(0)}`,
    ]);
  if (c.has('accessibility'))
    demands.push([
      'accessibility',
      `${c.activity(0)} is possible by keyboard and screen reader (WCAG 2.2 AA)`,
      `automatic check and one session with a ${c.actor(0)}`,
    ]);
  if (c.has('languages'))
    demands.push([
      'languages',
      `texts about ${c.entities(0)} are translated, none stands in code`,
      `pseudo-locale run of ${c.product}`,
    ]);
  if (c.has('realtime'))
    demands.push([
      'freshness',
      `a change of a ${c.entity(0)} is seen by others within 1 second`,
      `two sessions side by side`,
    ]);
  if (c.has('payments'))
    demands.push([
      'payment safety',
      `no ${c.entity(0)} is charged twice; card data never reaches ${c.product}`,
      `repeated requests in the provider's test mode`,
    ]);
  demands.push(
    [
      'availability',
      `${c.people} can reach ${c.product} ${c.figures('share')[0]?.value ?? '99.5 %'} of the month`,
      `probe that tries ${c.activity(0)}`,
    ],
    [
      'maintainability',
      `a new field on a ${c.entity(0)} takes less than a day`,
      `time of such a change in the second milestone`,
    ],
    [
      'recoverability',
      `${c.entities(0)} can be restored to a state at most 15 minutes old`,
      `monthly restore of ${c.slug(0)}`,
    ],
  );
  return demands.slice(0, 8);
}
