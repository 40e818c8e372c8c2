import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hydrateLibraryLinks } from './postgres-binaries';

describe('library links', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-links-spec-'));
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made where install scripts were off, and only once', () => {
    writeFileSync(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    hydrateLibraryLinks(folder);
    hydrateLibraryLinks(folder);
    expect(readlinkSync(join(folder, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(readFileSync(join(folder, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
  });

  it('are no matter for a package without a list', () => {
    expect(() => hydrateLibraryLinks(folder)).not.toThrow();
  });
});
