import type { Span } from '../finding';

/**
 * The places a pattern matches. `check` may refuse a match, or say which part of it counts.
 *
 * Patterns here repeat single characters a bounded number of times and nothing else, and start only where a word or a word of their
 * own starts: then no text can make them slow.
 */
export function* matchSpans(
  text: string,
  pattern: RegExp,
  check: (match: string, start: number, groups: readonly (string | undefined)[]) => Span | boolean = () => true,
): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const [whole, ...groups] = match;
    const verdict = check(whole, match.index, groups);
    if (verdict === true) yield { start: match.index, end: match.index + whole.length };
    else if (verdict !== false) yield verdict;
  }
}
