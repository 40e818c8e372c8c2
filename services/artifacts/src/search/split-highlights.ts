import type { HighlightedText } from '@botarmy/contracts';

/** What `highlight_texts` puts before and after a hit: characters for private use, which the texts lose before. */
const START = '\u{E000}';
const STOP = '\u{E001}';

/** A text without the two marks, so that none of its own looks like a hit. */
export function withoutMarks(text: string): string {
  return text.replaceAll(START, '').replaceAll(STOP, '');
}

/** A passage with marks as pieces of plain text; pieces without a character are left out. */
export function splitHighlights(passage: string, maxPieces = 200): HighlightedText[] {
  const pieces: HighlightedText[] = [];
  for (const part of passage.split(START)) {
    const end = part.indexOf(STOP);
    // Before the first mark there is no hit.
    const hit = end === -1 ? '' : part.slice(0, end);
    const rest = end === -1 ? part : part.slice(end + 1);
    if (hit !== '') pieces.push({ text: hit, hit: true });
    if (rest !== '') pieces.push({ text: rest, hit: false });
  }
  return pieces.slice(0, maxPieces).map(({ text, hit }) => ({ text: text.slice(0, 4_000), hit }));
}
