import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { REFERENCE_FOLDER, referencePages, writeReference } from './write-reference';

describe('the committed reference of messages', () => {
  const howTo = 'Write it again: npm run build, then node libs/contracts/dist/reference/write-reference.js';

  it.each(Object.entries(referencePages()))('%s says what the code says', (file, page) => {
    expect({ howTo, page: readFileSync(join(REFERENCE_FOLDER, file), 'utf8') }).toEqual({ howTo, page });
  });

  it('is written to one folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-reference-'));
    try {
      writeReference(folder);
      expect(readdirSync(folder)).toEqual(['asyncapi.json', 'messages.md']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
