import { capitalised, pluralOf } from '../../language/word-forms';
import { bullet, code, paragraph, table } from '../block';
import { speedOf } from './requirement-sections';
import type { SectionWriter } from './section-writer';
import { databaseOf } from './technology-sections';

export const writeComponents: SectionWriter = (c) => {
  const services = c.about.entities
    .slice(0, 4)
    .map((entity, index) => [
      `${capitalised(entity)} module`,
      `owns ${pluralOf(entity)}; answers for ${c.activity(index)}`,
      index === 0 ? 'client' : `${capitalised(c.entity(0))} module`,
    ]);
  return [
    paragraph(
      `${c.product} is cut by what people handle: one module for each of ${c.entities(0)}, ${c.entities(1)} and ${c.entities(2)}, so that a change to ${c.activity(1)} stays in one place.`,
    ),
    table(
      ['Component', 'Responsibility', 'Called by'],
      [
        [`${c.product} client`, `screens for ${c.activity(0)} and ${c.activity(1)}`, c.people],
        ...services,
        ...(c.has('notifications')
          ? [['Notifier', `tells ${c.people} about ${c.entities(1)}`, `${capitalised(c.entity(1))} module`]]
          : []),
        ...(c.has('integration')
          ? [
              [
                'Connector',
                `exchanges ${c.entities(0)} with ${c.about.technologies.at(-1) ?? 'other systems'}`,
                `${capitalised(c.entity(0))} module`,
              ],
            ]
          : []),
        ['Store', `${databaseOf(c)} tables of ${c.entities(0)}, ${c.entities(1)} and ${c.entities(2)}`, 'modules only'],
      ],
    ),
    bullet(`The ${c.entity(0)} module is the only one that writes ${c.entities(0)}; others ask it.`),
    bullet(
      `${capitalised(pluralOf(c.actor(0)))} never see an internal name: the client speaks of ${c.entities(0)} and ${c.entities(1)}.`,
    ),
  ];
};

export const writeDataFlow: SectionWriter = (c) => [
  paragraph(`When ${pluralOf(c.actor(0))} ${c.ability(0)}, the request passes these places:`),
  code('text', [
    `${c.actor(0)} -> client: ${c.ability(0)}`,
    `client -> ${c.slug(0)} module: validated command`,
    `${c.slug(0)} module -> store: ${c.entity(0)} and its change, one transaction`,
    `${c.slug(0)} module -> ${c.slug(1)} module: "${c.entity(0)} changed"`,
    `client <- ${c.slug(0)} module: new state within ${speedOf(c)}`,
  ]),
  bullet(`If the ${c.entity(1)} module is down, the change of the ${c.entity(0)} stands and is passed on later.`),
];

export const writeSecurity: SectionWriter = (c) => [
  bullet(
    `${capitalised(c.people)} sign in; every request for ${c.entities(0)} is checked against the role of the ${c.actor(0)}.`,
  ),
  bullet(`${capitalised(c.entities(0))} and ${c.entities(1)} are encrypted in transit and at rest.`),
  bullet(`Input for ${c.activity(0)} is validated by schema at the edge of ${c.product}; unknown fields are refused.`),
  ...(c.has('privacy')
    ? [bullet(`A ${c.actor(0)} can export and erase personal data; ${c.entities(1)} keep only a pseudonym.`)]
    : []),
  ...(c.has('payments')
    ? [bullet(`Card numbers never reach ${c.product}; only a token is stored with the ${c.entity(0)}.`)]
    : []),
  bullet(`Failed attempts at ${c.activity(1)} are limited per account and address, and written to the audit log.`),
];

export const writeScalability: SectionWriter = (c) => {
  const figures = c.figures('load', 'speed', 'size', 'share');
  return [
    paragraph(
      figures.length > 0
        ? `${c.product} is sized for "${figures
            .map((figure) => figure.clause)
            .slice(0, 2)
            .join('" and "')}".`
        : `The brief gives no load for ${c.product}; 500 ${pluralOf(c.actor(0))} at a time are assumed.`,
    ),
    bullet(
      `Lists of ${c.entities(0)} are paged by key, so that ${c.activity(1)} costs the same with ten and with a million.`,
    ),
    bullet(
      `The server keeps no state between requests; a second instance of ${c.product} can be added while ${c.people} work.`,
    ),
    bullet(`The slowest query on ${c.entities(1)} is watched and has an index of its own.`),
  ];
};

export const writeIntegrations: SectionWriter = (c) => [
  paragraph(`${c.product} talks to the outside only where ${c.activity(0)} or ${c.activity(1)} need it:`),
  ...(c.about.technologies.length > 0 ? c.about.technologies.slice(0, 4) : ['the sign-in service']).map((name, index) =>
    bullet(
      `${name}: used for ${c.entities(index)}; calls time out after ${c.say.between(`timeout-${index}`, 2, 8)} s and are repeated with the same key.`,
    ),
  ),
  bullet(`An outage outside never stops ${c.activity(0)}; exchanged ${c.entities(1)} wait in a queue.`),
];

export const writeUserInterface: SectionWriter = (c) => [
  ...c.about.capabilities
    .slice(0, 4)
    .map((one, index) =>
      bullet(
        `Screen "${capitalised(c.entities(index))}": the ${one.actor} can ${one.verb} ${one.object} in at most ${c.say.between(`taps-${index}`, 2, 4)} steps.`,
      ),
    ),
  bullet(`Empty, loading and error states of ${c.entities(0)} say what a ${c.actor(0)} can do next.`),
  bullet(`Layout follows ${c.about.platforms.join(', ')}; every control for ${c.entities(0)} works by keyboard.`),
];

export const writeDecisions: SectionWriter = (c) => [
  bullet(`**One store for ${c.entities(0)} and ${c.entities(1)}:** simple consistency; price: both scale together.`),
  bullet(`**Modules by noun, not by layer:** ${c.activity(0)} can change without touching ${c.activity(1)}.`),
  bullet(
    `**${databaseOf(c)} before anything special:** ${c.product} gets by with known tools until figures say otherwise.`,
  ),
];
