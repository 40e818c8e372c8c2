import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { stillRuns } from '../src/state/recorded-processes';
import { readRunRecord } from '../src/state/run-record';
import type { RecordedProcess } from '../src/state/run-record';
import { buildWhatIsStale, launch } from './launcher.fixture';
import type { Launcher } from './launcher.fixture';
import { createScratch } from './platform.fixture';

const READY = /^Ready after .*: http/m;

describe('the launcher', () => {
  const scratch = createScratch();
  const runFile = join(scratch.state, 'run.json');
  let launcher: Launcher | undefined;
  beforeAll(() => buildWhatIsStale(), 60_000);
  afterEach(async () => {
    // What a failed test leaves behind ends here; after a passed one nothing runs.
    launcher?.child.kill('SIGKILL');
    launcher = undefined;
    await launch(scratch, ['kill']).ended();
  }, 60_000);
  afterAll(() => scratch.remove());

  const start = async (...args: string[]): Promise<Launcher> => {
    launcher = launch(scratch, ['start', ...args]);
    await launcher.says(READY);
    return launcher;
  };
  const everythingRecorded = (): RecordedProcess[] => {
    const record = readRunRecord(runFile);
    return record === undefined ? [] : [record.launcher, ...record.servers, ...record.services];
  };

  it('recovers from a kill -9 of itself: the next start ends what was left and takes over the database', async () => {
    const first = await start('--split');
    const left = everythingRecorded();
    first.child.kill('SIGKILL');
    expect(await first.ended()).toBe('SIGKILL');
    expect(left.filter(stillRuns)).toHaveLength(12);

    const second = await start();
    expect(second.output()).toContain('The last run was cut off; ending what it left:');
    const database = readRunRecord(runFile)?.servers.find(({ name }) => name === 'PostgreSQL');
    expect(left.filter(stillRuns)).toEqual([database]);
    const taken = everythingRecorded();
    second.child.kill('SIGINT');
    expect(await second.ended()).toBe(0);
    expect(second.output()).toContain('Stopping; press Ctrl-C again to end at once.');
    expect([...left, ...taken].filter(stillRuns)).toEqual([]);
    expect(readRunRecord(runFile)).toBeUndefined();
  }, 120_000);

  it('brings back a service that was killed, restarts one on request, then everything, and ends after SIGTERM', async () => {
    const first = await start('--split');
    const before = everythingRecorded();
    expect(new Set(before.map(({ pid }) => pid)).size).toBe(13);
    expect(before.filter(stillRuns)).toHaveLength(13);
    process.kill(before.find(({ name }) => name === 'hitl')!.pid, 'SIGKILL');
    await first.says('hitl ended (SIGKILL); starting it again.');
    const restart = launch(scratch, ['restart', 'insights']);
    expect(await restart.ended()).toBe(0);
    expect(restart.output()).toContain('insights ended; its launcher starts it again.');
    await first.says('insights ended (code 0); starting it again.');

    const replaced = everythingRecorded();
    launcher = launch(scratch, ['restart']);
    await launcher.says(READY);
    expect(await first.ended()).toBe(0);
    expect(launcher.output()).toContain('Ended: launcher,');
    expect(replaced.filter(stillRuns)).toEqual([]);
    const after = everythingRecorded();
    expect(new Set(after.map(({ pid }) => pid)).size).toBe(13);
    launcher.child.kill('SIGTERM');
    expect(await launcher.ended()).toBe(0);
    expect(after.filter(stillRuns)).toEqual([]);
  }, 180_000);

  it('runs the demo to the end without a terminal, and again without setting anything up', async () => {
    for (const _run of ['first', 'second']) {
      const { ended, output } = launch(scratch, [
        'demo',
        '--brief',
        'A bicycle rental for 40 bikes.',
        '--out',
        scratch.out,
      ]);
      expect(`${await ended()}\n${output()}`).toMatch(/^0\n/);
      expect(output()).toContain('Simulated provider');
      expect(output()).toContain('Architecture Review Required: approved.');
      expect(output()).toContain('14 artifacts in ');
      const [folder = ''] = readdirSync(scratch.out);
      expect(readFileSync(join(scratch.out, folder, 'project_brief.md'), 'utf8')).toBe(
        'A bicycle rental for 40 bikes.',
      );
      rmSync(scratch.out, { recursive: true });
    }
  }, 180_000);

  it('says what is wrong with a brief and ends with 1', async () => {
    const missing = launch(scratch, ['demo', '--brief-file', '/nowhere/brief.md']);
    expect(await missing.ended()).toBe(1);
    expect(missing.output()).toContain('The brief /nowhere/brief.md cannot be read');
    const empty = launch(scratch, ['demo', '--brief', '  ', '--out', scratch.out]);
    expect(await empty.ended()).toBe(1);
    expect(empty.output()).toContain('Brief empty: Say in project_brief what is to be built.');
  }, 60_000);
});
