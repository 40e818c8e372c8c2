import { estimateTokens } from './estimate-tokens';

const HEADING = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/u;
const FENCE = /^ {0,3}(?:```|~~~)/;
/** Tokens kept free for the note. */
const NOTE_TOKENS = 200;
const HEADINGS_IN_NOTE = 8;
const HEADING_CHARACTERS = 50;

interface Section {
  readonly heading: string | undefined;
  readonly lines: string[];
}

/**
 * Keeps the leading sections of a markdown document that fit into `tokens` and says visibly what is missing. When not
 * even the first section fits, its leading lines are kept.
 */
export function shortenDocument(text: string, tokens: number): string {
  const sections = sectionsOf(text);
  const kept: string[] = [];
  let left = tokens - NOTE_TOKENS;
  let next = 0;
  for (const section of sections) {
    const body = section.lines.join('\n');
    const cost = estimateTokens(`${body}\n`);
    if (cost > left) break;
    kept.push(body);
    left -= cost;
    next += 1;
  }
  const [first] = sections;
  if (next === 0 && first !== undefined) kept.push(...leadingLines(first.lines, left));
  const missing = sections.slice(next).flatMap(({ heading }) => (heading === undefined ? [] : [heading]));
  return [...kept, '', noteFor(missing)].join('\n').trimStart();
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ heading: undefined, lines: [] }];
  let isInFence = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) isInFence = !isInFence;
    const heading = isInFence ? undefined : HEADING.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, lines: [] });
    sections.at(-1)?.lines.push(line);
  }
  return sections.filter(({ lines }) => lines.some((line) => line.trim() !== ''));
}

function leadingLines(lines: readonly string[], tokens: number): string[] {
  let left = tokens;
  const end = lines.findIndex((line) => {
    left -= estimateTokens(`${line}\n`);
    return left < 0;
  });
  return lines.slice(0, end === -1 ? lines.length : end);
}

function noteFor(missing: readonly string[]): string {
  const named = missing.slice(0, HEADINGS_IN_NOTE).map((heading) => `"${heading.slice(0, HEADING_CHARACTERS)}"`);
  const more = missing.length - named.length;
  const list = named.length === 0 ? '' : ` Left out: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
  return `[This document was shortened to fit the model's limit.${list}]`;
}
