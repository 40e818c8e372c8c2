import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { acquireLock, AlreadyRunningError, currentHolder } from './launcher-lock';

describe('the lock of a state folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-lock-'));
    file = join(folder, 'launcher.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const deadPid = (): number => Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));

  it('keeps a second launcher out, with a remedy, until it is given back', () => {
    const release = acquireLock(file, folder);
    expect(() => acquireLock(file, folder)).toThrow(AlreadyRunningError);
    expect(() => acquireLock(file, folder)).toThrow(
      `BotArmy already runs on ${folder} (process ${process.pid}). End it with "npm run kill"`,
    );
    expect(currentHolder(file)?.pid).toBe(process.pid);
    release();
    expect(currentHolder(file)).toBeUndefined();
    acquireLock(file, folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken from a launcher that is dead', () => {
    writeFileSync(file, JSON.stringify({ pid: deadPid(), command_line: 'node main.js start' }));
    const release = acquireLock(file, folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    release();
  });

  it('is taken when the number belongs to another program by now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, command_line: 'node main.js start' }));
    acquireLock(file, folder)();
  });

  it.each(['', '{"pid":', 'null-ish'])('is taken when it holds %p', (text) => {
    writeFileSync(file, text);
    acquireLock(file, folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not given back by one who lost it', () => {
    const release = acquireLock(file, folder);
    writeFileSync(file, JSON.stringify({ pid: 1, command_line: 'somebody else' }));
    release();
    expect(readdirSync(folder)).toEqual(['launcher.lock']);
  });
});
