/**
 * Writes the typed client of the public API from the committed OpenAPI document: `node libs/sdk/generate/generate-client.mjs`.
 * `--input <file>` and `--output <folder>` are for the test that compares what is committed with what would be written.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { createClient } from '@hey-api/openapi-ts';

const root = join(import.meta.dirname, '../../..');

const { values } = parseArgs({
  options: {
    input: { type: 'string', default: join(root, 'docs/reference/openapi.json') },
    output: { type: 'string', default: join(import.meta.dirname, '../src/generated') },
  },
});

/** Lets the fields of bodies stand beside the parameters of the path, and marks answers that are files. */
function prepare(document) {
  const names = new Set();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId === undefined || names.has(operation.operationId))
        throw new Error(`${method} ${path} has no operation id of its own: name the handler's method otherwise`);
      names.add(operation.operationId);
      const body = operation.requestBody?.content?.['application/json'];
      const bodyName = body?.schema.$ref?.slice('#/components/schemas/'.length);
      if (bodyName !== undefined) body.schema = structuredClone(document.components.schemas[bodyName]);
      for (const answer of Object.values(operation.responses)) {
        const file = answer.content?.['application/octet-stream'];
        if (file !== undefined) file.schema = { type: 'string', format: 'binary' };
      }
    }
  }
  return document;
}

await createClient({
  input: prepare(JSON.parse(readFileSync(values.input, 'utf8'))),
  output: { path: values.output, clean: true },
  logs: { level: 'warn', file: false },
  plugins: [
    { name: '@hey-api/typescript', enums: false },
    { name: '@hey-api/client-fetch', throwOnError: true },
    {
      name: '@hey-api/sdk',
      operations: { strategy: 'single', containerName: 'BotArmyApi' },
      paramsStructure: 'flat',
      responseStyle: 'data',
    },
  ],
});
