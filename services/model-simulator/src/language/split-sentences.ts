const MARKDOWN_NOISE =
  /```[\s\S]*?```|`([^`]{0,300})`|!\[[^\]]{0,300}\]\([^)]{0,500}\)|\[([^\]]{0,300})\]\([^)]{0,500}\)|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/g;
const LIST_MARKER = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+/;
const HEADING = /^\s*#{1,6}\s+/;
const TABLE_LINE = /^\s*\|/;

/** One line or sentence of a text, with the role it plays in the layout. */
export interface TextPiece {
  readonly text: string;
  readonly role: 'heading' | 'item' | 'sentence';
}

/** Longest piece that is looked at, in characters; more is no sentence. */
const LONGEST_PIECE = 600;

/** Splits plain text or markdown into headings, list items and sentences; tables and code are left out. */
export function splitSentences(source: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (const block of paragraphsOf(source.replace(MARKDOWN_NOISE, '$1$2'))) {
    if (block.role !== 'sentence') {
      pieces.push(block);
      continue;
    }
    for (const sentence of block.text.split(/(?<=[.!?])\s+(?=[\p{Lu}\p{N}"'])/u)) {
      const text = sentence
        .trim()
        .slice(0, LONGEST_PIECE)
        .replace(/[.!?]+$/, '');
      if (text) pieces.push({ text, role: 'sentence' });
    }
  }
  return pieces;
}

/** A line this short was ended on purpose when a capital follows, not wrapped. */
const SHORT_LINE = 55;

function endsShort(line: string | undefined): boolean {
  return line !== undefined && line.length < SHORT_LINE && !/[,;:–-]$/.test(line);
}

function paragraphsOf(source: string): TextPiece[] {
  const blocks: TextPiece[] = [];
  let open: string[] = [];
  const flush = (): void => {
    if (open.length > 0) blocks.push({ text: open.join(' '), role: 'sentence' });
    open = [];
  };
  for (const line of source.split(/\r?\n/)) {
    if (HEADING.test(line)) {
      flush();
      blocks.push({ text: line.replace(HEADING, '').trim(), role: 'heading' });
    } else if (LIST_MARKER.test(line)) {
      flush();
      blocks.push({
        text: line
          .replace(LIST_MARKER, '')
          .trim()
          .replace(/[.;,]+$/, ''),
        role: 'item',
      });
    } else if (!line.trim() || TABLE_LINE.test(line)) {
      flush();
    } else {
      if (endsShort(open.at(-1)) && /^\s*\p{Lu}/u.test(line)) flush();
      open.push(line.trim());
    }
  }
  flush();
  return blocks
    .filter((block) => block.text.length > 0)
    .map((block) => (block.role === 'sentence' ? block : { ...block, text: block.text.slice(0, LONGEST_PIECE) }));
}
