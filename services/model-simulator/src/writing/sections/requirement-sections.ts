import { capitalised, pluralOf, withArticle } from '../../language/word-forms';
import type { Capability } from '../../understanding/understanding';
import { bullet, paragraph, table } from '../block';
import type { WritingContext } from '../writing-context';
import { abilityText } from '../writing-context';
import type { SectionWriter } from './section-writer';

const BENEFITS: readonly [RegExp, (c: WritingContext, one: Capability) => string][] = [
  [
    /^(?:add|create|save|record|log|register|enter|upload|capture|scan|import)$/,
    (_, one) => `${one.object} are on record before anyone forgets them`,
  ],
  [
    /^(?:see|view|watch|monitor|track|show|compare|review|preview|follow)$/,
    (_, one) => `I know where ${one.object} stand without asking around`,
  ],
  [
    /^(?:find|search|filter|browse|discover|choose|select|sort)$/,
    (c, one) => `I reach the right ${c.entity(0)} in seconds although ${one.object} are many`,
  ],
  [/^(?:receive|get|notify|remind|alert)$/, (_, one) => `${one.object} reach me in time to act`],
  [
    /^(?:set|plan|schedule|assign|prioriti[sz]e|configure|organi[sz]e)$/,
    (c, one) => `the ${c.entity(1)} follows my plan and ${one.object} are no guesswork`,
  ],
  [
    /^(?:share|send|invite|message|publish|post|comment)$/,
    (_, one) => `others work with the same ${one.object} as I do`,
  ],
  [
    /^(?:pay|buy|order|book|reserve|rent|purchase|checkout|unlock)$/,
    (_, one) => `I am sure of ${one.object} at once and need no phone call`,
  ],
  [
    /^(?:report|export|print|download|generate|summari[sz]e)$/,
    (c, one) => `${one.object} can be shown to people outside ${c.product}`,
  ],
  [
    /^(?:update|edit|change|move|mark|complete|close|cancel|reschedule|rate|approve|moderate)$/,
    (_, one) => `${one.object} always show the true state`,
  ],
  [
    /^(?:convert|validate|process|check|verify|detect|test)$/,
    (_, one) => `errors in ${one.object} surface before they do harm`,
  ],
  [/./, (c, one) => `working with ${c.entities(0)} takes less effort once I ${one.verb} ${one.object}`],
];

export const writeUserStories: SectionWriter = (c) => [
  ...c.about.capabilities
    .slice(0, 8)
    .map((one, index) =>
      bullet(
        `**US-${index + 1}** As ${withArticle(one.actor)}, I want to ${abilityText(one).replace(/\btheir\b/gu, 'my')}, so that ${benefitOf(c, one)}.`,
      ),
    ),
];

export const writeFunctionalRequirements: SectionWriter = (c) => [
  paragraph(
    `${c.product} has to do the following; each requirement names the story it serves and can be tested on its own.`,
  ),
  table(
    ['Id', 'Requirement', 'Priority', 'Story'],
    c.about.capabilities
      .slice(0, 8)
      .map((one, index) => [
        `FR-${index + 1}`,
        `${capitalised(withArticle(one.actor))} can ${abilityText(one)}; ${ruleFor(c, one, index)}`,
        index < 3 ? 'must' : index < 6 ? 'should' : 'could',
        `US-${index + 1}`,
      ]),
  ),
  bullet(`Every change of a ${c.entity(0)} is kept with time and ${c.actor(0)}, and can be looked up.`),
  bullet(`Nobody reaches ${c.entities(1)} of other ${pluralOf(c.actor(0))} unless they were shared.`),
  ...c.about.constraints.slice(0, 2).map((constraint) => bullet(`Binding for all functions: ${constraint}.`)),
];

export const writeAcceptanceCriteria: SectionWriter = (c) => [
  ...c.about.capabilities
    .slice(0, 6)
    .map((one, index) =>
      bullet(
        `**AC-${index + 1}** Given a signed-in ${one.actor}, when they ${abilityText(one)}, then the result is visible within ${speedOf(c)} and survives a restart.`,
      ),
    ),
  bullet(
    `**AC-${Math.min(c.about.capabilities.length, 6) + 1}** Given an incomplete ${c.entity(0)}, when it is saved, then ${c.product} names the missing field and keeps what was typed.`,
  ),
];

/** The brief's own response time, else 2 seconds. */
export function speedOf(c: WritingContext): string {
  return c.figures('speed')[0]?.value ?? '2 seconds';
}

function benefitOf(c: WritingContext, one: Capability): string {
  const benefit = BENEFITS.find(([pattern]) => pattern.test(one.verb))?.[1];
  const brief = { ...one, object: shortObject(one.object) };
  return benefit ? benefit(c, brief) : `${c.entities(0)} stay in order`;
}

/** The object without what follows its first preposition. */
function shortObject(object: string): string {
  return object
    .replace(/\s(?:with|on|in|at|by|for|from|to|of|into|per|via|under)\s.*$/u, '')
    .replace(/^(?:their|the)\s+/u, '');
}

function ruleFor(c: WritingContext, one: Capability, index: number): string {
  return c.say.of(
    `rule-${index}`,
    `an incomplete ${c.entity(index)} is refused with the reason`,
    `the change to the ${c.entity(index)} is visible to every ${one.actor} allowed to see it`,
    `doing it twice leaves one ${c.entity(index)}`,
    `it can be undone as long as no other ${c.entity(index)} depends on it`,
  );
}
