import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { breakingChanges } from './breaking-changes';
import type { ComparedDocument } from './breaking-changes';
import { REFERENCE_FOLDER } from './write-reference';

const read = (file: string): ComparedDocument =>
  JSON.parse(readFileSync(join(REFERENCE_FOLDER, file), 'utf8')) as ComparedDocument;

const RELEASED: ComparedDocument = {
  paths: {
    '/api/things': {
      get: {
        operationId: 'listThings',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
      },
      post: {
        operationId: 'makeThing',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewThing' } } } },
        responses: { '201': {} },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id', 'state'],
        properties: {
          id: { type: 'string' },
          state: { type: 'string', enum: ['open', 'done'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
      },
      NewThing: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, size: { type: 'integer' } },
      },
    },
  },
};

/** The document with some of it changed by hand. */
function changed(change: (document: never) => void): ComparedDocument {
  const copy = structuredClone(RELEASED);
  change(copy as never);
  return copy;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- documents are taken apart at will */
describe('what breaks clients', () => {
  it.each<[string, (document: any) => void, string]>([
    ['a path that is gone', (d) => delete d.paths['/api/things'].get, 'GET /api/things is gone'],
    ['another name', (d) => (d.paths['/api/things'].get.operationId = 'list'), 'GET /api/things is called list now'],
    [
      'a parameter that is gone',
      (d) => (d.paths['/api/things'].get.parameters = []),
      'GET /api/things query limit is gone',
    ],
    [
      'a parameter that has to be sent',
      (d) => (d.paths['/api/things'].get.parameters[0].required = true),
      'GET /api/things query limit has to be sent now',
    ],
    [
      'a field that is gone',
      (d) => delete d.components.schemas.Thing.properties.parts,
      'GET /api/things 200.parts is gone',
    ],
    [
      'another type',
      (d) => (d.components.schemas.Thing.properties.id.type = 'integer'),
      'GET /api/things 200.id was string and is integer now',
    ],
    [
      'null where there was none',
      (d) => (d.components.schemas.Thing.properties.id = { anyOf: [{ type: 'string' }, { type: 'null' }] }),
      'GET /api/things 200.id was string and is null or string now',
    ],
    [
      'a word that is gone',
      (d) => (d.components.schemas.Thing.properties.state.enum = ['open']),
      'GET /api/things 200.state has lost done',
    ],
    [
      'a field that may be absent',
      (d) => (d.components.schemas.Thing.required = ['id']),
      'GET /api/things 200.state is not always there any more',
    ],
    [
      'a field that has to be sent',
      (d) => d.components.schemas.NewThing.required.push('size'),
      'POST /api/things body.size has to be sent now',
    ],
    [
      'a body that is needed',
      (d) => (d.paths['/api/things'].post.requestBody.required = true),
      'POST /api/things needs a body now',
    ],
    [
      'another status',
      (d) => (d.paths['/api/things'].post.responses = { '200': {} }),
      'POST /api/things does not answer 201 any more',
    ],
  ])('is %s', (_what, change, sentence) => {
    expect(breakingChanges(RELEASED, changed(change))).toEqual([sentence]);
  });

  it.each<[string, (document: any) => void]>([
    ['a new path', (d) => (d.paths['/api/more'] = { get: { operationId: 'more' } })],
    ['a new field in an answer', (d) => (d.components.schemas.Thing.properties.size = { type: 'integer' })],
    ['a field that may be sent', (d) => (d.components.schemas.NewThing.properties.note = { type: 'string' })],
    ['a word more', (d) => d.components.schemas.Thing.properties.state.enum.push('late')],
    ['a field that need not be sent any more', (d) => (d.components.schemas.NewThing.required = [])],
  ])('is not %s', (_what, change) => {
    expect(breakingChanges(RELEASED, changed(change))).toEqual([]);
  });
});

describe('the public API', () => {
  it('does for clients of the released one what that did (else: docs/how-to/change-the-api.md)', () => {
    expect(breakingChanges(read('released-openapi.json'), read('openapi.json'))).toEqual([]);
  });
});
