import { baseVerbOf } from '../language/verbs';
import { isPlural, singularOf } from '../language/word-forms';
import type { Capability } from './understanding';

const LEADING =
  /^(?:an?|the|their|its|his|her|my|our|your|own|new|all|any|each|every|some|several|many|other|more|up|out|in|on|for|to|about|of|what|which|when|how|who|at least|\d[\d.,]*|daily|weekly|monthly|simple|automatic|automatically|local|different|current|available|real-time|one|two|three|nearby|past|upcoming|over|with|by|from)\s+/iu;
const PREPOSITION =
  /\s+(?:for|to|by|with|in|on|at|from|of|about|per|into|via|against|across|during|between|using|as|over|near|through|like|than|up|out|from)\s.*$/iu;
const NO_ENTITY =
  /^(?:it|them|everything|anything|things?|employees?|something|way|ways|use|app|application|system|platform|service|tool|website|product|time|one|others?|people|user|users|access|minutes?|seconds?|hours?|days?|weeks?|months?|years?|percent|euros?|dollars?|offline|online|real-time|mode|support|months|second|number|lots?|kinds?|features?|brief|pages?|afterwards?|anywhere|always|data|business|access|accordingly|easily|quickly)$/iu;

/** Nouns the product stores, singular, lower case, most telling first, at most eight. */
export function findEntities(text: string, capabilities: readonly Capability[], actors: readonly string[]): string[] {
  const scores = new Map<string, number>();
  const score = (phrase: string, points: number): void => {
    const entity = entityOf(phrase);
    if (entity && !actors.includes(entity)) scores.set(entity, (scores.get(entity) ?? 0) + points);
  };
  capabilities.forEach((capability) => score(capability.object, 3));
  for (const word of text.toLowerCase().match(/[\p{L}-]{4,}/gu) ?? []) {
    if (isPlural(word) && baseVerbOf(word) === undefined) score(word, 1);
  }
  const ranked = [...scores].sort((one, two) => two[1] - one[1]).map(([entity]) => entity);
  const covered = new Set<string>();
  return ranked
    .filter((entity) => {
      const last = entity.slice(entity.lastIndexOf(' ') + 1);
      const isNew = !covered.has(last) && !actors.some((actor) => actor.endsWith(entity));
      covered.add(last);
      return isNew;
    })
    .slice(0, 8);
}

/** Head noun phrase of an object, at most two words, singular; empty when there is none. */
export function entityOf(phrase: string): string {
  let text = phrase.toLowerCase().replace(/['’]s\b/gu, '');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(LEADING, '');
  }
  text = ` ${text}`.replace(PREPOSITION, '').trim();
  const words = text
    .replace(/\s+(?:hourly|daily|weekly|monthly|yearly|afterwards|later|again|together|online|offline)$/u, '')
    .split(/\s+/)
    .filter((word) => /^[\p{L}-]{3,}$/u.test(word));
  const kept = words.slice(-2);
  const noun = singularOf(
    (kept[0] &&
    kept[0].length > 3 &&
    /(?:ly|ed|able|ful|ous|al|ive|ic|est)$|^(?:open|broken|free|full|own|late|low|high|good|new|old)$/.test(kept[0])
      ? kept.slice(-1)
      : kept
    ).join(' '),
  );
  const last = noun.slice(noun.lastIndexOf(' ') + 1);
  return NO_ENTITY.test(last) || noun.length < 3 || (last === noun && noun.endsWith('ed')) || noun.length > 30
    ? ''
    : noun;
}
