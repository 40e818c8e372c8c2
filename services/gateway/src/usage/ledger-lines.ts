import type { LedgerEntryViewV2 } from '@botarmy/contracts';

/** How the ledger is written down. */
export type LedgerFormat = 'csv' | 'jsonl';

/** Columns of the file, in order; every field of an entry. */
const COLUMNS: readonly (keyof LedgerEntryViewV2)[] = [
  'entry_id',
  'booked_at',
  'kind',
  'corrects',
  'call_id',
  'tenant_id',
  'workflow_id',
  'process',
  'stage_id',
  'task_id',
  'attempt',
  'agent_id',
  'group_id',
  'virtual_key_id',
  'provider_key_id',
  'route',
  'tier',
  'provider',
  'model',
  'simulated',
  'is_shadow',
  'outcome',
  'input_tokens',
  'cache_write_tokens',
  'cache_read_tokens',
  'output_tokens',
  'reasoning_tokens',
  'usage_estimated',
  'cost_micros',
  'saved_micros',
  'price_version',
];

/** What comes before the first entry. */
export function ledgerHeading(format: LedgerFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : '';
}

/** Entries in the given format (CSV by RFC 4180); a cost that nobody knows is `unknown` in CSV and null in JSON, never 0. */
export function ledgerLines(entries: readonly LedgerEntryViewV2[], format: LedgerFormat): string {
  if (format === 'jsonl') return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return entries.map((entry) => `${COLUMNS.map((name) => cellOf(entry, name)).join(',')}\r\n`).join('');
}

function cellOf(entry: LedgerEntryViewV2, name: keyof LedgerEntryViewV2): string {
  const value = entry[name];
  if (value === null || value === undefined) return name === 'cost_micros' ? 'unknown' : '';
  if (typeof value !== 'string') return String(value);
  // A table program would take such a text for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
