import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { watchSources } from './watch-sources';

describe('the watch on the sources', () => {
  it('tells saved files in one go, without what is built from them', async () => {
    const checkout = mkdtempSync(join(tmpdir(), 'botarmy-watch-'));
    for (const folder of ['libs', 'services/hitl/src', 'services/hitl/dist', 'processes']) {
      mkdirSync(join(checkout, folder), { recursive: true });
    }
    let stop: () => void = () => undefined;
    const saved = new Promise<string[]>((resolve) => (stop = watchSources(resolve, checkout)));
    writeFileSync(join(checkout, 'services/hitl/dist/a.js'), '');
    writeFileSync(join(checkout, 'services/hitl/src/a.ts'), '');
    writeFileSync(join(checkout, 'processes/b.yaml'), '');
    expect((await saved).sort()).toEqual(['processes/b.yaml', 'services/hitl/src/a.ts']);
    stop();
    rmSync(checkout, { recursive: true, force: true });
  });
});
