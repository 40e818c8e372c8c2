import type { Entry } from '../access/entry-catalog';

/** The page of routes and socket messages with the role each needs, generated from the code. */
export function routesPage(entries: readonly Entry[]): string {
  const rows = (kind: Entry['kind']): string[][] =>
    entries
      .filter((entry) => entry.kind === kind)
      .map(({ method, path, access }) => [method, `\`${path}\``, access ?? 'undeclared']);
  return [
    '# Routes and socket messages',
    '',
    'Generated from the gateway by `node services/gateway/dist/reference/write-reference.js`; a test compares it with the code.',
    'Roles from least to most powerful: viewer, operator, approver, admin, owner; each may do all that those before it may.',
    'A `virtual-key` opens the routes below `/v1/` and nothing else; no session does.',
    '',
    '## Routes',
    '',
    ...table(['method', 'path', 'least role'], rows('route')),
    '',
    '## Messages a client sends on `/api/ws` (alias `/ws`)',
    '',
    ...table(['channel', 'type', 'least role'], rows('message')),
    '',
  ].join('\n');
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
