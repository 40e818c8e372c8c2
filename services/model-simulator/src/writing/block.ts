/** A piece of a section; tables and code do not count as words. */
export interface Block {
  readonly kind: 'paragraph' | 'bullet' | 'step' | 'table' | 'code';
  readonly text: string;
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

export function bullet(text: string): Block {
  return { kind: 'bullet', text };
}

export function step(text: string): Block {
  return { kind: 'step', text };
}

/** A markdown table; pipes inside cells are replaced. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): Block {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '/').replace(/\s+/g, ' ')).join(' | ')} |`;
  return {
    kind: 'table',
    text: [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n'),
  };
}

export function code(language: string, lines: readonly string[]): Block {
  return { kind: 'code', text: ['```' + language, ...lines, '```'].join('\n') };
}

/** Words of a block as a reader counts them; zero for tables and code. */
export function wordsOf(block: Block): number {
  if (block.kind === 'table' || block.kind === 'code') return 0;
  const words = block.text.split(/\s+/).filter(Boolean).length;
  return block.kind === 'paragraph' ? words : words + 1;
}
