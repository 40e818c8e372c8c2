import { splitSentences } from '../language/split-sentences';
import type { InputDocument } from '../prompt/task-prompt';
import { completeUnderstanding } from './complete-understanding';
import { parseFacts } from './facts-table';
import { findActors } from './find-actors';
import { findCapabilities } from './find-capabilities';
import { findConstraints } from './find-constraints';
import { findEntities } from './find-entities';
import { findFigures } from './find-figures';
import { findProduct, findPurpose } from './find-product';
import { findPlatforms, findQualities, findTechnologies } from './find-surroundings';
import type { Understanding } from './understanding';

/** Longest stretch of one text that is looked at, in characters. */
const MAXIMUM_TEXT = 24_000;

/** Reads a brief in free text. Never fails: what the text does not say is completed from its domain. */
export function understandText(source: string): Understanding {
  const text = source.slice(0, MAXIMUM_TEXT);
  return completeUnderstanding(readText(text), text);
}

/** Reads the brief among the inputs, else the facts an upstream document carries, else its text. */
export function understandInputs(inputs: readonly InputDocument[], fallback: string): Understanding {
  const brief = inputs.find((input) => /brief/iu.test(input.path) && parseFacts(input.text) === undefined);
  if (brief) return understandText(brief.text);
  for (const input of inputs) {
    const facts = parseFacts(input.text);
    if (facts) return completeUnderstanding(facts, input.text.slice(0, MAXIMUM_TEXT));
  }
  const text = inputs.map((input) => input.text).join('\n\n');
  return understandText(text.trim() ? text : fallback);
}

/** Adds what feedback asks for: its constraints, figures, platforms, capabilities and qualities come first. */
export function withFeedback(about: Understanding, feedback: readonly string[]): Understanding {
  if (feedback.length === 0) return about;
  const asked = readText(feedback.join('\n\n').slice(0, MAXIMUM_TEXT));
  return {
    ...about,
    capabilities: merged(asked.capabilities, about.capabilities, (one) => `${one.verb} ${one.object}`).slice(0, 14),
    figures: merged(asked.figures, about.figures, (one) => one.value),
    constraints: merged(asked.constraints, about.constraints, (one) => one),
    platforms: merged(asked.platforms, about.platforms, (one) => one),
    technologies: merged(asked.technologies, about.technologies, (one) => one),
    qualities: merged(asked.qualities, about.qualities, (one) => one),
  };
}

function readText(text: string): Understanding {
  const pieces = splitSentences(text);
  const actors = findActors(text);
  const capabilities = findCapabilities(pieces, actors);
  return {
    product: findProduct(pieces),
    purpose: findPurpose(pieces),
    actors,
    capabilities,
    entities: findEntities(text, capabilities, actors),
    figures: findFigures(pieces),
    constraints: findConstraints(pieces),
    platforms: findPlatforms(text),
    technologies: findTechnologies(text),
    qualities: findQualities(text),
  };
}

function merged<T>(first: readonly T[], second: readonly T[], keyOf: (item: T) => string): T[] {
  const known = new Map<string, T>();
  for (const item of [...first, ...second]) {
    const key = keyOf(item).toLowerCase();
    if (!known.has(key)) known.set(key, item);
  }
  return [...known.values()];
}
