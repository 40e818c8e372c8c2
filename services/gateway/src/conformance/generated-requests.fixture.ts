import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

import { createId } from '@botarmy/contracts';
import type { IdPrefix } from '@botarmy/contracts';

import { arbitraryOf } from './arbitrary-of-schema.fixture';
import type { Resolve } from './arbitrary-of-schema.fixture';
import type { Operation } from './public-document.fixture';

/** A request as it is sent. */
export interface GeneratedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for none. */
  readonly body?: string;
}

/** Prefixes of the ids in paths; parameters that are not here are names. */
export const PREFIXES: Readonly<Record<string, IdPrefix>> = {
  workflow_id: 'wf',
  run_target: 'wf',
  request_id: 'hitl',
  conversation_id: 'conv',
  share_id: 'shr',
  session_id: 'hitl',
  artifact_id: 'art',
  upload_id: 'upl',
  stop_id: 'stop',
  virtual_key_id: 'vkey',
  provider_key_id: 'pkey',
  budget_id: 'bud',
  user_id: 'usr',
  call_id: 'call',
};

/** Anything a client might put where something else belongs. */
const NONSENSE: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1.5,
    1e308,
    '',
    [],
    {},
    [[]],
    '../../etc/passwd',
    "' OR 1=1 --",
    '\u0000',
    '𝒳',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Requests for an operation: most fit the document, some have a part that does not. */
export function requestsFor(operation: Operation, resolve: Resolve): Arbitrary<GeneratedRequest> {
  const inPath = operation.parameters.filter((each) => each.in === 'path');
  const inQuery = operation.parameters.filter((each) => each.in === 'query');
  const path = fc.record(Object.fromEntries(inPath.map(({ name }) => [name, pathValue(name)])));
  const query = fc.record(
    Object.fromEntries(inQuery.map(({ name, schema }) => [name, mostly(arbitraryOf(schema, resolve))])),
    { requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name) },
  );
  const body = operation.body === undefined ? fc.constant(undefined) : bodyOf(arbitraryOf(operation.body, resolve));
  const needsMatch = operation.parameters.some(({ name }) => name === 'If-Match');
  const headers = fc.record(
    {
      'idempotency-key': mostlyText(fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)),
      ...(needsMatch ? { 'if-match': mostlyText(fc.constantFrom('"3"', '*', '7')) } : {}),
    },
    { requiredKeys: [] },
  );
  return fc.record({ path, query, body, headers }).map((parts) => ({
    url: urlOf(operation.path, parts.path as Record<string, string>, parts.query as Record<string, unknown>),
    headers: parts.headers as Record<string, string>,
    ...(parts.body === undefined ? {} : { body: parts.body }),
  }));
}

function pathValue(name: string): Arbitrary<string> {
  const prefix = PREFIXES[name];
  const fitting =
    prefix === undefined
      ? fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
      : fc.constant(0).map(() => createId(prefix, 1_760_000_000_000));
  return fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  );
}

function mostly(fitting: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: NONSENSE });
}

/** Header values are of visible characters; others never leave a client. */
function mostlyText(fitting: Arbitrary<string>): Arbitrary<string> {
  const odd = fc.string({ maxLength: 200 }).map((text) => text.trim());
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: odd });
}

function bodyOf(fitting: Arbitrary<unknown>): Arbitrary<string | undefined> {
  const text = fitting.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 8, arbitrary: text as Arbitrary<string | undefined> },
    { weight: 2, arbitrary: fc.tuple(fitting, fc.string({ maxLength: 12 }), NONSENSE).map(spoilt) },
    { weight: 1, arbitrary: NONSENSE.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: text.map((json) => json.slice(0, -1)) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** One field of an object replaced by nonsense, or one too many. */
function spoilt([value, name, nonsense]: [unknown, string, unknown]): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(nonsense);
  const names = [...Object.keys(value), name];
  const target = names[name.length % names.length] ?? name;
  return JSON.stringify({ ...value, [target]: nonsense });
}

function urlOf(template: string, path: Record<string, string>, query: Record<string, unknown>): string {
  const filled = template.replace(/\{(\w+)\}/g, (_all, name: string) => encode(path[name] ?? ''));
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(textOf(value))}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Halves of surrogate pairs cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
