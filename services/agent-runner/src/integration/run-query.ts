import { Client, types } from 'pg';
import type { QueryConfig, QueryResult } from 'pg';

import { AttemptFailure } from '@botarmy/process-engine';
import type { JsonRecord, JsonValue, SqlIntegration } from '@botarmy/process-engine';

import type { CallBounds, IntegrationResult } from './integration-result';
import type { IntegrationSettings } from './integration-settings';
import { notConfigured, notReached, tookTooLong, tooLarge } from './refusals';

/** Codes of PostgreSQL for a statement that took too long or was cancelled, and for a lost or refused connection. */
const CANCELLED = '57014';
const TRANSIENT = /^(?:08|53|40|57P)/;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * Runs one SELECT in a read-only transaction with a time limit; a cursor reads no more rows than may be kept.
 *
 * @throws {AttemptFailure} `integration-not-configured`, `query-failed`, `integration-failed`, `integration-timeout`,
 *   `integration-answer-too-large`.
 */
export async function runQuery(
  { connection, query, parameters }: SqlIntegration,
  { connections }: IntegrationSettings,
  bounds: CallBounds & { readonly maxRows: number },
): Promise<IntegrationResult> {
  const connectionString = connections.get(connection);
  if (connectionString === undefined) {
    throw notConfigured(
      `The connection "${connection}" is not known.`,
      'An operator adds it to INTEGRATION_SQL_CONNECTIONS of the runner of pool integrations.',
    );
  }
  const what = `The query on ${connection}`;
  const { timeoutMs, maxRows, maxBytes, signal } = bounds;
  const client = new Client({ connectionString, connectionTimeoutMillis: timeoutMs, application_name: 'botarmy' });
  // Ending the connection makes the pending statement fail.
  const cancel = (): void => void client.end().catch(() => undefined);
  client.on('error', () => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    await client.query('BEGIN TRANSACTION READ ONLY');
    await client.query(`SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`);
    await client.query(oneStatement(`DECLARE answer NO SCROLL CURSOR FOR ${query.replace(/;\s*$/, '')}`, parameters));
    const result = await client.query<Record<string, unknown>>({
      text: `FETCH ${maxRows + 1} FROM answer`,
      types: { getTypeParser },
    });
    await client.query('ROLLBACK');
    if (result.rows.length > maxRows) throw tooLarge(what, `${maxRows} rows`);
    const rows = JSON.parse(JSON.stringify(result.rows)) as JsonRecord[];
    if (Buffer.byteLength(JSON.stringify(rows)) > maxBytes)
      throw tooLarge(`The answer of ${what}`, `${maxBytes} bytes`);
    return resultOf(what, result, rows);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof AttemptFailure ? error : failureOf(what, error, timeoutMs);
  } finally {
    signal.removeEventListener('abort', cancel);
    await client.end().catch(() => undefined);
  }
}

/** The extended protocol takes one statement: no second one can end the read-only transaction, also without parameters. */
function oneStatement(text: string, values: SqlIntegration['parameters']): QueryConfig & { queryMode: 'extended' } {
  return { text, values: [...values], queryMode: 'extended' };
}

function resultOf(what: string, { fields }: QueryResult, rows: readonly JsonRecord[]): IntegrationResult {
  const names = fields.map(({ name }) => name);
  const [first = {}] = rows;
  const count = `${what} yielded ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}.`;
  return {
    body: rows.length === 0 ? count : `${count}\n\n${tableOf(names, rows)}`,
    facts: { ...first, rows, row_count: rows.length },
  };
}

function tableOf(names: readonly string[], rows: readonly JsonRecord[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const header = [line(names.map(cellOf)), line(names.map(() => '---'))];
  return [...header, ...rows.map((row) => line(names.map((name) => cellOf(row[name] ?? null))))].join('\n');
}

/** Nothing in a cell may end it, begin markup or bring a line break. */
function cellOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  return text.replace(/\s+/g, ' ').replace(/[\\|<>`]/g, (character) => `\\${character}`);
}

function failureOf(what: string, error: unknown, timeoutMs: number): AttemptFailure {
  const code = (error as { code?: unknown }).code;
  if (code === CANCELLED) return tookTooLong(what, timeoutMs);
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || TRANSIENT.test(code)) {
    return notReached(`${what} was not answered`, error);
  }
  const { message } = error as Error;
  return new AttemptFailure('query-failed', `${what} failed (${code}): ${message.slice(0, 500)}`, { retryable: false });
}

/** Whole and decimal numbers as numbers where they stay exact, else as texts. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  const usual = types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
  if (oid !== INT8 && oid !== NUMERIC) return usual;
  return (text) => (String(Number(text)) === text ? Number(text) : text);
}
