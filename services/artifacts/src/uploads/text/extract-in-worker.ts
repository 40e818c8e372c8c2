import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is given. It runs alone: a document that blows it up takes nothing else along. Imports packages only. */
interface Work {
  readonly kind: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly maxCharacters: number;
}

type Cell = string | number | boolean | object | null | undefined;

async function textOf({ kind, bytes, maxCharacters }: Work): Promise<string> {
  switch (kind) {
    case 'pdf':
      return pdfText(bytes, maxCharacters);
    case 'docx': {
      const { default: mammoth } = await import('mammoth');
      return (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
    }
    case 'xlsx':
      return sheetsText(bytes, maxCharacters);
    case 'csv': {
      const { parse } = await import('csv-parse/sync');
      const options = { relax_column_count: true, skip_empty_lines: true, bom: true, max_record_size: 262_144 };
      const rows = parse(Buffer.from(bytes), options) as unknown as string[][];
      return table(rows, maxCharacters);
    }
    default:
      throw new Error('no text is to be had from this kind');
  }
}

/** Page by page, so that a long document ends early. */
async function pdfText(bytes: Uint8Array<ArrayBuffer>, maxCharacters: number): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(bytes);
  const pages: string[] = [];
  for (let number = 1, length = 0; number <= pdf.numPages && length <= maxCharacters; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const page = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    length += page.length;
    pages.push(page.trim());
  }
  return pages.join('\n\n');
}

async function sheetsText(bytes: Uint8Array<ArrayBuffer>, maxCharacters: number): Promise<string> {
  const { default: readSheets } = await import('read-excel-file/node');
  const sheets = await readSheets(Buffer.from(bytes));
  return sheets
    .map(({ sheet, data }) => `## ${sheet}\n\n${table(data as Cell[][], maxCharacters)}`)
    .join('\n\n')
    .slice(0, maxCharacters + 1);
}

/** Rows as a table of Markdown, the first one as its head. */
function table(rows: readonly (readonly Cell[])[], maxCharacters: number): string {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0) return '';
  const lines: string[] = [];
  for (let index = 0, length = 0; index < rows.length && length <= maxCharacters; index += 1) {
    const row = rows[index] ?? [];
    const line = `| ${Array.from({ length: width }, (_, column) => shown(row[column])).join(' | ')} |`;
    length += line.length;
    lines.push(line);
    if (index === 0) lines.push(`|${' --- |'.repeat(width)}`);
  }
  return lines.join('\n');
}

function shown(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = cell instanceof Date ? cell.toISOString() : String(cell);
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

async function answer(): Promise<void> {
  try {
    parentPort?.postMessage({ text: await textOf(workerData as Work) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message.slice(0, 500) : 'unknown' });
  }
}

void answer();
