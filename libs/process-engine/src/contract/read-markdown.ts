/** A line of markdown and what it is; blank lines, fenced code and tables are told apart from text. */
export interface MarkdownLine {
  readonly kind: 'blank' | 'heading' | 'code' | 'table' | 'text';
  readonly text: string;
  /** 1 to 6 for headings, else 0. */
  readonly level: number;
}

/** A markdown document line by line. */
export interface MarkdownReading {
  readonly lines: readonly MarkdownLine[];
  /** True when a fence is opened and never closed. */
  readonly hasOpenFence: boolean;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;

/** Reads the block structure the output contract cares about. */
export function readMarkdown(markdown: string): MarkdownReading {
  const source = markdown.split(/\r\n|\r|\n/);
  const lines: MarkdownLine[] = [];
  let fence: string | null = null;
  let isInTable = false;
  source.forEach((line, index) => {
    const marker = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (marker !== undefined && marker.startsWith(fence) && line.trim() === marker) fence = null;
      lines.push({ kind: 'code', text: line, level: 0 });
      return;
    }
    if (marker !== undefined) {
      fence = marker;
      isInTable = false;
      lines.push({ kind: 'code', text: line, level: 0 });
      return;
    }
    isInTable = line.includes('|') && (isInTable || isDelimiterRow(source[index + 1]));
    lines.push(isInTable ? { kind: 'table', text: line, level: 0 } : readLine(line));
  });
  return { lines, hasOpenFence: fence !== null };
}

function readLine(line: string): MarkdownLine {
  if (line.trim() === '') return { kind: 'blank', text: '', level: 0 };
  const marks = HEADING.exec(line)?.[1];
  if (marks === undefined) return { kind: 'text', text: line, level: 0 };
  return { kind: 'heading', text: headingText(line.trim().slice(marks.length)), level: marks.length };
}

/** A heading without closing marks: `## Risks ##` reads `Risks`. */
function headingText(rest: string): string {
  const text = rest.trim();
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end -= 1;
  const isClosed = end < text.length && (end === 0 || /\s/.test(text[end - 1] ?? ''));
  return isClosed ? text.slice(0, end).trim() : text;
}

function isDelimiterRow(line: string | undefined): boolean {
  const text = line?.trim() ?? '';
  return text.includes('|') && text.includes('-') && DELIMITER_ROW.test(text);
}
