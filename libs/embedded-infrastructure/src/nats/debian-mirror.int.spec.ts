import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findDebianMirror } from './debian-mirror';

describe('findDebianMirror', () => {
  let apt: string;

  beforeEach(() => {
    apt = mkdtempSync(join(tmpdir(), 'botarmy-apt-spec-'));
    mkdirSync(join(apt, 'sources.list.d'));
  });
  afterEach(() => rmSync(apt, { recursive: true, force: true }));

  it('is the default without sources', () => {
    expect(findDebianMirror(join(apt, 'none'))).toBe('http://deb.debian.org/debian');
  });

  it('reads the one-line format and skips comments and other archives', () => {
    const lines = [
      '# deb http://old.example/debian bookworm main',
      'deb https://packages.example/apt x main',
      'deb [arch=amd64] http://mirror.example/debian/ bookworm main',
    ];
    writeFileSync(join(apt, 'sources.list'), lines.join('\n'));
    expect(findDebianMirror(apt)).toBe('http://mirror.example/debian');
  });

  it('reads the deb822 format and skips the security archive', () => {
    const folder = join(apt, 'sources.list.d');
    writeFileSync(join(folder, 'a.sources'), 'Types: deb\nURIs: http://mirror.example/debian-security\nSuites: x\n');
    writeFileSync(join(folder, 'b.sources'), 'Types: deb\nURIs: http://mirror.example/debian\nSuites: x\n');
    expect(findDebianMirror(apt)).toBe('http://mirror.example/debian');
  });
});
