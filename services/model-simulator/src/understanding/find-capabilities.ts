import type { TextPiece } from '../language/split-sentences';
import { baseVerbOf, isBaseVerb, isMakingVerb } from '../language/verbs';
import { pluralOf, singularOf } from '../language/word-forms';
import type { Capability } from './understanding';

const CLAUSE_END = /\s*(?:,(?!\d)|[;:–—]|\.\s|\band\b|\bor\b|\bthen\b|\bbut\b|\bwhile\b|\bas well as\b|\bplus\b)\s*/iu;
const MODAL =
  /^(.*?)\b(?:can|could|should|must|will|may|shall|needs? to|wants? to|has to|have to|able to|would like to|lets?\s+(?:\S+\s+){1,2}?|letting\s+(?:\S+\s+){1,2}?|allow(?:s|ing)?\s+(?:\S+\s+){1,2}?to|help(?:s|ing)?\s+(?:\S+\s+){1,2}?(?:to\s+)?|enabl(?:es?|ing)\s+(?:\S+\s+){1,2}?to)\s+(?:also\s+|always\s+|then\s+|be able to\s+)?(\p{L}+)\s+(.+)$/iu;
const TO_OR_FOR = /^(.*?)\b(?:to|for)\s+(\p{L}+)\s+(.+)$/iu;
const SYSTEM_SUBJECT =
  /\b(?:that|which|it|app|application|system|platform|service|tool|software|site|bot|program)\s+(\p{L}+s)\s+(.+)$/iu;
const FEATURE_LIST =
  /\b(?:with|including|includes?|features?|featuring|supports?|supporting|offers?|offering)[:\s]+(.+)$/iu;
const CUT =
  /\s+(?:because|so that|so|when|whenever|if|before|after|unless|until|which|that|who|where|even|within|without|in order|must|should|can|will|is|are)\b.*$/iu;
/** What the product does, as the person in front of it experiences it. */
const SEEN_FROM_OUTSIDE: Readonly<Record<string, string>> = {
  show: 'see',
  display: 'see',
  send: 'receive',
  tell: 'see',
  deliver: 'receive',
};
const EMPTY_OBJECT =
  /^(?:it|them|this|that|these|those|so|be|is|are|the|an?|to|of|in|on|as|not|us|me|work|do|does|only|all|just|how|what|why)$/iu;

/** What people can do with the product, in the order of the text, at most twelve. */
export function findCapabilities(pieces: readonly TextPiece[], actors: readonly string[]): Capability[] {
  const found = new Map<string, Capability>();
  for (const piece of pieces) {
    if (piece.role === 'heading') continue;
    for (const capability of capabilitiesOf(piece, actors)) {
      const key = `${capability.verb} ${capability.object}`.toLowerCase();
      if (!found.has(key)) found.set(key, capability);
    }
  }
  return [...found.values()].slice(0, 12);
}

function capabilitiesOf(piece: TextPiece, actors: readonly string[]): Capability[] {
  const found: Capability[] = [];
  let actor = mentionedActor(piece.text, actors) ?? actors[0] ?? 'user';
  let isListing = piece.role === 'item';
  const add = (verb: string, object: string): void => {
    const cleaned = cleanedObject(object);
    if (cleaned && verb !== 'work' && !(/^(?:support|process|handle)$/.test(verb) && /^\d/.test(cleaned)))
      found.push({ actor, verb, object: cleaned });
  };
  for (const [index, clause] of piece.text.split(CLAUSE_END).filter(Boolean).entries()) {
    const modal = MODAL.exec(clause) ?? (isListing ? null : TO_OR_FOR.exec(clause));
    const verb = modal?.[2] ? verbAt(modal[2]) : undefined;
    if (modal && verb && !isMakingProduct(verb, modal[3] ?? '', found)) {
      actor = mentionedActor(clause.slice(0, clause.length - (modal[3]?.length ?? 0)), actors) ?? actor;
      add(verb, modal[3] ?? '');
      isListing = true;
      continue;
    }
    const plain = presentTense(clause, actors);
    if (plain) {
      actor = plain.actor;
      add(plain.verb, plain.object);
      isListing = true;
      continue;
    }
    const [first = '', ...rest] = clause.split(/\s+/);
    const system = SYSTEM_SUBJECT.exec(clause);
    const systemVerb = system?.[1] ? baseVerbOf(system[1]) : undefined;
    if (system && systemVerb) {
      add(SEEN_FROM_OUTSIDE[systemVerb] ?? systemVerb, system[2] ?? '');
      isListing = true;
    } else if (isListing && rest.length > 0 && (isBaseVerb(first) || isThirdPerson(first))) {
      add(baseVerbOf(first) ?? first.toLowerCase(), rest.join(' '));
    } else if (isListing && found.length > 0 && isFeatureName(clause) && piece.role === 'sentence') {
      const last = found.at(-1);
      if (last && !/\s(?:by|with|in|on|at|from|to|into)\s/u.test(last.object)) add(last.verb, clause);
    } else if (piece.role === 'item' && index === 0 && isFeatureName(clause)) {
      add('use', clause);
    }
  }
  return found.length > 0 ? found : featuresOf(piece.text, actor);
}

function featuresOf(text: string, actor: string): Capability[] {
  const list = FEATURE_LIST.exec(text)?.[1];
  if (!list) return [];
  return list
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*/iu)
    .map((feature) => cleanedObject(feature))
    .filter((feature) => feature.length > 0 && isFeatureName(feature))
    .map((object) => ({ actor, verb: 'use', object }));
}

/** "Nurses update bed status": a known role in the plural (or after an article) and a base verb. */
function presentTense(clause: string, actors: readonly string[]): Capability | undefined {
  for (const actor of actors) {
    const last = actor.slice(actor.lastIndexOf(' ') + 1);
    const plural = new RegExp(`\\b${pluralOf(last)}\\s+(?:also\\s+|then\\s+)?(\\p{L}+)\\s+(.+)$`, 'iu').exec(clause);
    if (plural?.[1] && isBaseVerb(plural[1])) return { actor, verb: plural[1].toLowerCase(), object: plural[2] ?? '' };
    const single = new RegExp(
      `\\b(?:an?|the|each|every)\\s+(?:[\\p{L}-]+\\s+)?${last}\\s+(\\p{L}+s)\\s+(.+)$`,
      'iu',
    ).exec(clause);
    const verb = single?.[1] ? baseVerbOf(single[1]) : undefined;
    if (single && verb) return { actor, verb, object: single[2] ?? '' };
  }
  return undefined;
}

function isFeatureName(text: string): boolean {
  return (
    text.split(/\s+/).length <= 5 &&
    !/\d|\b(?:must|should|is|are|within|no|may|can|at most|at least|never|get|gets)\b/iu.test(text)
  );
}

function verbAt(word: string): string | undefined {
  if (isBaseVerb(word)) return word.toLowerCase();
  return word.toLowerCase().endsWith('ing') ? baseVerbOf(word) : undefined;
}

function isThirdPerson(word: string): boolean {
  return word.endsWith('s') && baseVerbOf(word) !== undefined;
}

function isMakingProduct(verb: string, object: string, found: readonly Capability[]): boolean {
  return (
    found.length === 0 &&
    isMakingVerb(verb) &&
    /\b(?:app|application|system|platform|service|tool|website|site|portal|api|shop|store|bot|software|product)\b/iu.test(
      object,
    )
  );
}

function mentionedActor(text: string, actors: readonly string[]): string | undefined {
  const words = new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}-]+/u)
      .map((word) => singularOf(word)),
  );
  let best: { actor: string; at: number } | undefined;
  for (const actor of actors) {
    const last = actor.slice(actor.lastIndexOf(' ') + 1);
    const at = words.has(last) ? text.toLowerCase().indexOf(last.slice(0, -1)) : -1;
    if (at >= 0 && (!best || at < best.at)) best = { actor, at };
  }
  return best?.actor;
}

function cleanedObject(object: string): string {
  const words = ` ${object}`
    .replace(/[()"“”]/g, '')
    .replace(CUT, '')
    .replace(/^\s*(?:them|him|her|us|me|it)\s+/iu, '')
    .trim()
    .split(/\s+/)
    .slice(0, 8);
  while (
    words.length > 0 &&
    /^(?:and|or|the|an?|to|of|in|on|at|by|for|from|with|also|their|its|per|each|every|via|into)$/iu.test(
      words.at(-1) ?? '',
    )
  )
    words.pop();
  const text = words.join(' ').replace(/[.,;:!?]+$/, '');
  return text.length < 3 || EMPTY_OBJECT.test(text) ? '' : text;
}
