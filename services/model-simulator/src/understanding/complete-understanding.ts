import { isBaseVerb } from '../language/verbs';
import { DOMAINS, GENERAL_CAPABILITIES } from './domains';
import type { Capability, Understanding } from './understanding';

const GENERIC_WORDS =
  /^(?:app|application|system|platform|service|tool|website|site|portal|program|software|product|simple|new|small|mobile|web|online|based|a|an|the|for|my|our|with|and|of)$/iu;

/** Fills what a short brief leaves open from the product's domain, so that every writer has enough to work with. */
export function completeUnderstanding(found: Understanding, text: string): Understanding {
  const domain = DOMAINS.find((candidate) => candidate.pattern.test(`${found.product}\n${text}`));
  const noun = telltaleNoun(found.product);
  const actors = found.actors.length > 0 ? found.actors : (domain?.actors ?? [`${noun} user`]);
  const suggested = domain?.capabilities ?? GENERAL_CAPABILITIES.map((pattern) => pattern.replace('%', noun));
  const first = actors[0] ?? 'user';
  const capabilities = found.capabilities.map((one) => (found.actors.length === 0 ? { ...one, actor: first } : one));
  for (const suggestion of suggested) {
    if (capabilities.length >= 4) break;
    const capability = capabilityFrom(suggestion, actors[capabilities.length % Math.min(actors.length, 2)] ?? 'user');
    if (!capabilities.some((known) => known.verb === capability.verb)) capabilities.push(capability);
  }
  const entities = [...found.entities];
  for (const entity of [...(domain?.entities ?? []), `${noun} record`, `${noun} account`]) {
    if (entities.length >= 3) break;
    if (!entities.includes(entity) && !actors.includes(entity)) entities.push(entity);
  }
  return {
    ...found,
    actors,
    capabilities,
    entities,
    platforms: found.platforms.length > 0 ? found.platforms : ['web'],
  };
}

/** Splits "verb object" at the first word. */
export function capabilityFrom(text: string, actor: string): Capability {
  const [verb = 'use', ...object] = text.trim().split(/\s+/);
  return isBaseVerb(verb) && object.length > 0
    ? { actor, verb: verb.toLowerCase(), object: object.join(' ') }
    : { actor, verb: 'use', object: text.trim() };
}

function telltaleNoun(product: string): string {
  const words = product.split(/\s+/).filter((word) => !GENERIC_WORDS.test(word));
  return (words.at(-1) ?? product.split(/\s+/)[0] ?? 'product').toLowerCase();
}
