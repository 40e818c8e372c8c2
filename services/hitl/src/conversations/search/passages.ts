import type { HighlightedText } from '@botarmy/contracts';

/** What `conversation_passages` puts before and after a hit: characters for private use, which the texts lose before. */
const START = '\u{E000}';
const STOP = '\u{E001}';

/** A text without the two marks, so that none of its own looks like a hit. */
export function withoutMarks(text: string): string {
  return text.replaceAll(START, '').replaceAll(STOP, '');
}

/** A passage with marks as pieces of plain text; pieces without a character are left out. */
export function piecesOf(passage: string): HighlightedText[] {
  const pieces = passage.split(START).flatMap((part, index) => {
    const end = index === 0 ? -1 : part.indexOf(STOP);
    return [
      { text: part.slice(0, Math.max(0, end)), hit: true },
      { text: part.slice(end + 1), hit: false },
    ];
  });
  return pieces
    .filter(({ text }) => text !== '')
    .slice(0, 200)
    .map(({ text, hit }) => ({ text: text.slice(0, 4_000), hit }));
}
