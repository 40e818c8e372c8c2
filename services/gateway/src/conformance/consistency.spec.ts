import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REFERENCE_FOLDER } from '../reference/write-reference';
import { REPEATABLE, WHOLE_LISTS, WITHOUT_REVISION } from './exceptions.fixture';
import { PublicDocumentReader } from './public-document.fixture';
import type { Operation } from './public-document.fixture';

const document = new PublicDocumentReader(
  JSON.parse(readFileSync(join(REFERENCE_FOLDER, 'openapi.json'), 'utf8')) as never,
);
const { operations } = document;

const takes = ({ parameters }: Operation, place: string, ...names: string[]): boolean =>
  parameters.some((each) => each.in === place && names.includes(each.name));

/** Names of operations that miss something and are not among the exceptions, and exceptions that are none. */
function compare(missing: readonly Operation[], exceptions: Readonly<Record<string, string>>): object {
  const names = missing.map(({ operationId }) => operationId);
  const known = new Set(operations.map(({ operationId }) => operationId));
  return {
    missing: names.filter((name) => exceptions[name] === undefined),
    needless: Object.keys(exceptions).filter((name) => known.has(name) && !names.includes(name)),
    unexplained: Object.entries(exceptions).filter(([, reason]) => reason.length < 10),
  };
}
const NOTHING = { missing: [], needless: [], unexplained: [] };

describe('every route', () => {
  it('that lists goes by pages: cursor and limit, next_cursor in the answer', () => {
    const lists = operations.filter((each) => each.method === 'GET' && /^(list|search)/.test(each.operationId));
    const isPaged = (each: Operation): boolean =>
      takes(each, 'query', 'cursor', 'after_seq', 'before') && takes(each, 'query', 'limit');
    expect(lists.length).toBeGreaterThan(20);
    expect(
      compare(
        lists.filter((each) => !isPaged(each)),
        WHOLE_LISTS,
      ),
    ).toEqual(NOTHING);
    const unnamed = lists
      .filter((each) => takes(each, 'query', 'cursor'))
      .filter((each) => {
        const schema = each.responses['200']?.content?.['application/json']?.schema;
        const reply = schema?.$ref === undefined ? schema : document.resolve(schema.$ref);
        return reply?.properties?.['next_cursor'] === undefined;
      });
    expect(unnamed.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('that commands may be repeated: under an Idempotency-Key, from a revision, or because a repeat does nothing', () => {
    const commands = operations.filter(({ method }) => method !== 'GET');
    const bare = commands.filter((each) => !takes(each, 'header', 'Idempotency-Key', 'If-Match'));
    expect(compare(bare, REPEATABLE)).toEqual(NOTHING);
  });

  it('that replaces or removes names the revision it means', () => {
    const edits = operations.filter(({ method }) => ['PUT', 'PATCH', 'DELETE'].includes(method));
    expect(
      compare(
        edits.filter((each) => !takes(each, 'header', 'If-Match')),
        WITHOUT_REVISION,
      ),
    ).toEqual(NOTHING);
  });

  it('refuses in the form of RFC 9457 and says which codes there are', () => {
    const refusals = operations.flatMap((each) =>
      Object.entries(each.responses)
        .filter(([status]) => Number(status) >= 400)
        .map(([status, { content }]) => [`${each.operationId} ${status}`, Object.keys(content ?? {})] as const),
    );
    expect(refusals.filter(([, media]) => media.join() !== 'application/problem+json')).toEqual([]);
  });
});
