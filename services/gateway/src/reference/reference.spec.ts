import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeApplication } from './describe-application';
import { REFERENCE_FOLDER } from './write-reference';

describe('the committed reference', () => {
  const committed = (file: string): string => readFileSync(join(REFERENCE_FOLDER, file), 'utf8');
  const howTo = 'Write it again: npm run build, then node services/gateway/dist/reference/write-reference.js';

  it('lists the routes and messages of the code', async () => {
    const { routes } = await describeApplication();
    expect({ howTo, page: committed('routes.md') }).toEqual({ howTo, page: routes });
  });

  it('describes the routes of the code', async () => {
    const { openapi } = await describeApplication();
    expect({ howTo, document: JSON.parse(committed('openapi.json')) as unknown }).toEqual({
      howTo,
      document: JSON.parse(openapi) as unknown,
    });
  });
});
