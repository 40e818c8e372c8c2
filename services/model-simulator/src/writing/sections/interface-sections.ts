import { capitalised, pluralOf, slugOf } from '../../language/word-forms';
import type { Capability } from '../../understanding/understanding';
import { bullet, code, paragraph, table } from '../block';
import type { WritingContext } from '../writing-context';
import { abilityText } from '../writing-context';
import type { SectionWriter } from './section-writer';

const READING =
  /^(?:see|view|show|find|search|browse|filter|compare|track|watch|monitor|review|read|list|discover|explore|follow|preview|query|receive|get)$/;
/** True when the capability only looks at data. */
export function isReading(capability: Capability): boolean {
  return READING.test(capability.verb);
}

const CHANGING =
  /^(?:update|edit|change|set|move|mark|rate|complete|assign|configure|rename|reschedule|adjust|moderate|approve)$/;
const REMOVING = /^(?:delete|remove|cancel|archive)$/;

export const writeApis: SectionWriter = (c) => [
  paragraph(
    `The interface of ${c.product} is HTTP with JSON; every path names ${c.entities(0)} or what belongs to them, and errors are problem documents.`,
  ),
  table(
    ['Method and path', 'Purpose', 'Refused when'],
    c.about.capabilities
      .slice(0, 7)
      .map((one, index) => [
        `\`${endpointOf(c, one)}\``,
        abilityText(one),
        index % 2 === 0 ? `the ${c.entity(index)} is incomplete (422)` : `the ${one.actor} has no right to it (403)`,
      ]),
  ),
  code('json', [
    '{',
    `  "id": "${slugOf(c.entity(0)).slice(0, 3)}_01",`,
    `  "${slugOf(c.entity(0)).replaceAll('-', '_')}": ${JSON.stringify(c.capability(0).object)},`,
    `  "${slugOf(c.actor(0)).replaceAll('-', '_')}_id": "usr_42",`,
    '  "version": 1',
    '}',
  ]),
  bullet(`Lists of ${c.entities(0)} take \`cursor\` and \`limit\`; changes carry the version they are based on.`),
  bullet(`A repeated request to ${c.ability(0)} with the same \`Idempotency-Key\` has one effect.`),
];

export const writeDataModel: SectionWriter = (c) => [
  paragraph(
    `${capitalised(c.entity(0))} is the root of the model; ${c.entities(1)} and ${c.entities(2)} refer to it and never outlive it.`,
  ),
  table(
    ['Entity', 'Fields', 'Relation'],
    c.about.entities
      .slice(0, 6)
      .map((entity, index) => [
        entity,
        fieldsOf(entity, c),
        index === 0 ? `belongs to one ${c.actor(0)}` : `many per ${c.entity(0)}`,
      ]),
  ),
  bullet(`Every ${c.entity(0)} has a version number; a change based on an old one is refused.`),
  ...(c.figures('load', 'size').length > 0
    ? [
        bullet(
          `Expected volume: ${c
            .figures('load', 'size')
            .map((figure) => figure.clause)
            .join('; ')}.`,
        ),
      ]
    : []),
  bullet(`Deleted ${c.entities(1)} are kept for 30 days before they are erased.`),
];

/** Method and path for a capability. */
export function endpointOf(c: WritingContext, one: Capability): string {
  const index = Math.max(
    c.about.entities.findIndex((entity) => one.object.toLowerCase().includes(entity.slice(0, -1))),
    0,
  );
  const path = `/api/${c.slug(index)}`;
  if (READING.test(one.verb)) return `GET ${path}`;
  if (CHANGING.test(one.verb)) return `PATCH ${path}/{id}`;
  if (REMOVING.test(one.verb)) return `DELETE ${path}/{id}`;
  return /^(?:add|create|save|record|register|send|order|book|reserve)$/.test(one.verb)
    ? `POST ${path}`
    : `POST ${path}/${slugOf(one.verb)}`;
}

/** Plausible fields of an entity by its name. */
export function fieldsOf(entity: string, c: WritingContext): string {
  const fields = ['id', `${slugOf(c.actor(0)).replaceAll('-', '_')}_id`];
  if (/schedule|booking|appointment|event|slot|lesson|session|reminder|ride|shift|reservation|delivery/u.test(entity))
    fields.push('starts_at', 'ends_at', 'state');
  else if (/order|payment|invoice|transaction|payout|price|budget|cart/u.test(entity))
    fields.push('amount', 'currency', 'state', 'booked_at');
  else if (/reading|measurement|score|rating|metric|figure|forecast/u.test(entity))
    fields.push('value', 'unit', 'taken_at');
  else if (/message|comment|article|note|review|report|question/u.test(entity))
    fields.push('title', 'body', 'published_at');
  else if (/location|station|route|place|map/u.test(entity)) fields.push('name', 'latitude', 'longitude');
  else fields.push('name', 'state', 'changed_at');
  if (c.has('media') && entity === c.entity(0)) fields.push('photo_key');
  return fields.join(', ');
}

export const writeMigration: SectionWriter = (c) => [
  bullet(`Existing ${c.entities(0)} are read once, checked against the rules of ${c.product} and loaded in batches.`),
  bullet(`What fails goes to a list for the ${c.actor(0)}, with the reason per ${c.entity(0)}.`),
  bullet(`${capitalised(pluralOf(c.entity(1)))} are loaded after ${c.entities(0)}, because they refer to them.`),
];
