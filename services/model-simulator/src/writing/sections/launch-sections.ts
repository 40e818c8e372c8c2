import { capitalised, pluralOf, slugOf } from '../../language/word-forms';
import { bullet, code, paragraph, step, table } from '../block';
import { speedOf } from './requirement-sections';
import type { SectionWriter } from './section-writer';
import { databaseOf, serverOf } from './technology-sections';

export const writeInfrastructure: SectionWriter = (c) => [
  paragraph(
    `${c.product} needs little: two instances of the server, one ${databaseOf(c)} with a standby, and storage for what belongs to ${c.entities(0)}.`,
  ),
  table(
    ['Part', 'Size at start', 'Reason'],
    [
      [
        `${slugOf(c.product)} server (${serverOf(c)})`,
        `2 x ${c.say.between('cpu', 1, 2)} CPU, 1 GB`,
        `${c.people} keep working while one is replaced`,
      ],
      [
        databaseOf(c),
        `${c.say.between('db', 2, 4)} CPU, ${c.say.between('disk', 2, 8) * 10} GB`,
        `${c.entities(0)}, ${c.entities(1)} and a year of changes`,
      ],
      ...(c.has('media') ? [['object storage', '100 GB', `pictures of ${c.entities(0)}`]] : []),
      ...(c.has('notifications') ? [['push and mail service', 'by use', `messages about ${c.entities(1)}`]] : []),
      ['edge with TLS', 'managed', `${c.about.platforms.join(', ')} reach ${c.product} by one name`],
    ],
  ),
  ...c
    .figures('load', 'size')
    .slice(0, 2)
    .map((figure) => bullet(`Sized for "${figure.clause}".`)),
  ...c
    .figures('money')
    .slice(0, 1)
    .map((figure) => bullet(`What it costs is held against "${figure.clause}".`)),
  ...c.about.constraints.slice(0, 1).map((constraint) => bullet(`Place and provider respect: ${constraint}.`)),
  bullet(`Test and production of ${c.product} differ in size only; both are described in code next to ${c.slug(0)}.`),
];

export const writePipeline: SectionWriter = (c) => [
  paragraph(`Each change to ${c.product} takes the same way; a failing check on ${c.entities(0)} stops it.`),
  code('yaml', [
    `name: ${slugOf(c.product)}`,
    'steps:',
    `  - test: rules of ${c.slug(0)} and ${c.slug(1)}`,
    `  - build: image ${slugOf(c.product)}:$COMMIT`,
    `  - migrate: expand tables of ${c.slug(0)}`,
    `  - deploy: test system, then try to ${c.ability(0)}`,
    '  - approve: release manager',
    '  - deploy: production, one instance at a time',
  ]),
  step(`On each commit: tests of ${c.slug(0)} and ${c.slug(1)}, licence and vulnerability check.`),
  step(
    `On the main branch: image of ${c.product}, signed, then the test system, where a script tries ${c.activity(0)}.`,
  ),
  step(`After approval: production, one instance after the other, watched for ten minutes while ${c.people} work.`),
];

export const writeMonitoring: SectionWriter = (c) => [
  paragraph(`${c.product} is watched by what ${c.people} notice first: ${c.activity(0)}.`),
  table(
    ['Signal', 'Alarm', 'First action'],
    [
      [
        `duration of ${c.activity(0)}, 95th percentile`,
        `above ${speedOf(c)} for 5 minutes`,
        `look at slow queries on ${c.slug(0)}`,
      ],
      [
        `errors while ${c.activity(1)}`,
        `more than ${c.say.between('errors', 1, 3)} %`,
        `compare with the last release of ${c.product}`,
      ],
      [
        `${c.entities(1)} waiting to be processed`,
        `older than ${c.say.between('wait', 2, 10)} minutes`,
        `restart the worker for ${c.slug(1)}`,
      ],
      [`free space for ${c.entities(0)}`, 'below 20 %', 'enlarge the disk'],
      ...c
        .figures('share')
        .slice(0, 2)
        .map((figure) => [figure.clause, `${figure.value} in danger`, `call the person on duty for ${c.product}`]),
    ],
  ),
  bullet(`One page shows ${c.entities(0)} per hour next to errors, so that silence is noticed too.`),
  bullet(`Logs name the ${c.entity(0)} by id and never hold what a ${c.actor(0)} typed.`),
];

export const writeRollback: SectionWriter = (c) => [
  step(
    `Stop the rollout when ${c.activity(0)} fails for ${c.say.between('percent', 2, 5)} % of ${pluralOf(c.actor(0))} or any ${c.entity(0)} is damaged.`,
  ),
  step(`Send traffic to the previous image of ${c.product}; it is kept running for one hour.`),
  step(`Leave the tables of ${c.entities(0)} as they are: changes only add columns until the next release.`),
  step(`Check that a ${c.actor(0)} can ${c.ability(1)}, then tell ${c.people} what happened.`),
  bullet(`Restoring ${c.entities(0)} from backup is the last resort and loses at most 15 minutes.`),
];

export const writeRollout: SectionWriter = (c) => [
  step(`Day 1: five ${pluralOf(c.actor(0))} use ${c.product} with real ${c.entities(0)}; someone sits next to them.`),
  step(`Day ${c.say.between('pilot', 3, 5)}: one in ten gets ${c.activity(0)}, the others keep the old way.`),
  step(
    `Day ${c.say.between('half', 7, 9)}: half of ${c.people}, if no ${c.entity(0)} was lost and ${speedOf(c)} is kept.`,
  ),
  step(`Day ${c.say.between('all', 12, 15)}: everyone; ${c.activity(1)} is announced with a short guide.`),
  ...c
    .figures('time', 'load')
    .slice(0, 1)
    .map((figure) => bullet(`The dates are held against "${figure.clause}".`)),
];

export const writeConfiguration: SectionWriter = (c) => [
  table(
    ['Setting', 'Test', 'Production'],
    [
      ['DATABASE_URL', `invented ${c.entities(0)}`, `secret of ${c.product}`],
      [`${slugOf(c.entity(0)).toUpperCase().replaceAll('-', '_')}_PAGE_SIZE`, '10', '50'],
      ['REQUEST_TIMEOUT_MS', '10000', c.figures('speed').length > 0 ? `from "${speedOf(c)}"` : '2000'],
    ],
  ),
  paragraph(
    `Settings of ${c.product} are checked at start; a wrong one names itself and its remedy before any ${c.actor(0)} is affected.`,
  ),
];

export const writeBackup: SectionWriter = (c) => [
  bullet(
    `${capitalised(c.entities(0))} and ${c.entities(1)} are backed up continuously; any minute of the last 14 days can be restored.`,
  ),
  bullet(`Once a month a restore of ${c.product} is tried, and a ${c.actor(0)} checks ten ${c.entities(0)} by hand.`),
  bullet(`Backups are encrypted and lie in another place than the ${databaseOf(c)} of ${c.product}.`),
];

export const writeSupport: SectionWriter = (c) => [
  bullet(`In the first two weeks a developer of ${c.product} answers ${c.people} directly.`),
  bullet(`The runbook starts with the most likely call: "I cannot ${c.ability(0)}".`),
  bullet(`Requests about ${c.entities(1)} are counted; the most frequent one is the first improvement after launch.`),
];
