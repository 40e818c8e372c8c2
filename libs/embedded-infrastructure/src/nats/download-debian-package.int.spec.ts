import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { downloadDebianPackage } from './download-debian-package';

const hasDpkg = spawnSync('dpkg-deb', ['--version'], { stdio: 'ignore' }).status === 0;

/** A stand-in for apt-get that notes its arguments and "downloads" a package made here: specs touch no network. */
(hasDpkg ? describe : describe.skip)('a Debian package', () => {
  let folder: string;
  let sha256: string;
  let aptGet: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-debian-spec-'));
    const source = join(folder, 'source');
    mkdirSync(join(source, 'DEBIAN'), { recursive: true });
    mkdirSync(join(source, 'usr', 'sbin'), { recursive: true });
    const control =
      'Package: nats-server\nVersion: 1\nArchitecture: amd64\nMaintainer: Spec <spec@example.org>\nDescription: spec\n';
    writeFileSync(join(source, 'DEBIAN', 'control'), control);
    writeFileSync(join(source, 'usr', 'sbin', 'nats-server'), 'program');
    execFileSync('dpkg-deb', ['-b', source, join(folder, 'made.deb')], { stdio: 'ignore' });
    sha256 = createHash('sha256')
      .update(readFileSync(join(folder, 'made.deb')))
      .digest('hex');
    mkdirSync(join(folder, 'target'));
    const script = `#!/bin/sh\necho "$@" >> ${folder}/calls\ncase "$*" in *download*) cp ${folder}/made.deb nats-server.deb;; esac\n`;
    aptGet = join(folder, 'apt-get');
    writeFileSync(aptGet, script, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const wanted = { name: 'nats-server', packageVersion: '2.10.27-1+b2', suite: 'trixie' };

  it('is got with lists of its own, checked and unpacked', async () => {
    const target = join(folder, 'target');
    await downloadDebianPackage({ ...wanted, sha256 }, target, aptGet);
    expect(readFileSync(join(target, 'usr', 'sbin', 'nats-server'), 'utf8')).toBe('program');
    const calls = readFileSync(join(folder, 'calls'), 'utf8');
    expect(calls).toMatch(/ update\n.* download nats-server=2\.10\.27-1\+b2\n/);
    expect(calls).toContain(`Dir::State=${target}`);
    expect(readFileSync(join(target, 'apt', 'suite.sources'), 'utf8')).toMatch(/URIs: https?:.*\nSuites: trixie\n/);
  });

  it('is refused when its sum is wrong', async () => {
    const download = downloadDebianPackage({ ...wanted, sha256: '0'.repeat(64) }, join(folder, 'target'), aptGet);
    await expect(download).rejects.toThrow(`expected ${'0'.repeat(64)}, found ${sha256}`);
  });
});
