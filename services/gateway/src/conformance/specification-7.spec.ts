import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TenantFrame } from '../live/frames';
import { REFERENCE_FOLDER } from '../reference/write-reference';
import type { Schema } from './arbitrary-of-schema.fixture';
import { PublicDocumentReader } from './public-document.fixture';
import { EXAMPLES, FRAMES } from './specification-7.fixture';

const document = new PublicDocumentReader(
  JSON.parse(readFileSync(join(REFERENCE_FOLDER, 'openapi.json'), 'utf8')) as never,
);

const followed = (schema: Schema): Schema => (schema.$ref === undefined ? schema : document.resolve(schema.$ref));

/** What an example has that an answer may lack or has in another type. */
function differences(example: unknown, schema: Schema, where: string): string[] {
  const known = followed(schema);
  if (example === null) return accepts(known, 'null') ? [] : [`${where} is never null`];
  const choices = (known.anyOf ?? [known]).map(followed);
  if (Array.isArray(example)) {
    const list = choices.find(({ type }) => type === 'array');
    if (list === undefined) return [`${where} is no list`];
    return example.flatMap((item) => differences(item, list.items ?? {}, `${where}[]`));
  }
  if (typeof example !== 'object') return accepts(known, typeof example) ? [] : [`${where} is no ${typeof example}`];
  const fields = choices.find(({ type }) => type === 'object');
  if (fields === undefined) return [`${where} is no object`];
  return Object.entries(example as object).flatMap(([name, value]) => {
    const field = fields.properties?.[name];
    if (field === undefined) return fields['additionalProperties'] === true ? [] : [`${where}.${name} is not known`];
    const absent = fields.required?.includes(name) === true ? [] : [`${where}.${name} may be absent`];
    return [...absent, ...differences(value, field, `${where}.${name}`)];
  });
}

function accepts(schema: Schema, type: string): boolean {
  const types = (schema.anyOf ?? [schema]).map((each) => followed(each).type);
  return types.includes(type) || (type === 'number' && types.includes('integer'));
}

describe('specification §7', () => {
  it.each(EXAMPLES.map((example) => [example.route, example] as const))('%s', (route, { request, response }) => {
    const [method = '', path = ''] = route.split(' ');
    const operation = document.find(method, path);
    if (operation === undefined) throw new Error(`${route} is not served`);
    if (request !== undefined) expect(document.problemsOf(operation.body ?? {}, request)).toEqual([]);
    const success = operation.responses['200'] ?? operation.responses['201'];
    const schema = success?.content?.['application/json']?.schema;
    expect(differences(response, schema ?? {}, route)).toEqual([]);
  });

  it('§7.5: frames have the fields of the examples, in their types', () => {
    // The compiler compares: a field that is missing or of another type is an error here.
    type Shape<TType> = Extract<TenantFrame, { readonly type: TType }>;
    const [agent, progress, request, notification] = FRAMES;
    const frames: [
      Pick<Shape<'agent_status'>, 'type' | 'agent_id' | 'status'>,
      Pick<Shape<'workflow_progress'>, 'type' | 'workflow_id' | 'progress'>,
      Pick<Shape<'hitl_request'>, 'type' | 'request_id' | 'agent_id'>,
      Pick<Shape<'system_notification'>, 'type' | 'level' | 'message'>,
    ] = [agent, progress, request, notification];
    expect(frames.map(({ type }) => type)).toEqual(FRAMES.map(({ type }) => type));
  });
});
