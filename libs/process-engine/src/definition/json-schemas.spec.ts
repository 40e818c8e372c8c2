import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROCESSES } from '../scenarios/shipped-process.fixture';
import { definitionSchemas } from './json-schemas';

describe('the committed schema files', () => {
  it.each([...definitionSchemas()])('%s is what the declaration says', (file, text) => {
    expect(readFileSync(join(PROCESSES, 'schema', file), 'utf8')).toBe(text);
  });
});
