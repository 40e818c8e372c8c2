import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endRun } from '../platform/end-run';
import { recoverFromEarlierRun } from '../platform/recover';
import { describeProcess, endRecorded, stillRuns } from './recorded-processes';
import { readRunRecord, RunRecorder } from './run-record';
import { openStateFolder } from './state-folder';

const idle = 'process.stdout.write("up"); setInterval(() => undefined, 1000)';
const stubborn = `process.on('SIGTERM', () => undefined); ${idle}`;

describe('recorded processes', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-record-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (script: string): Promise<number> => {
    const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    await once(child.stdout, 'data');
    return child.pid ?? 0;
  };
  const recorderFor = (launcherPid: number): RunRecorder =>
    new RunRecorder(join(folder, 'run.json'), {
      launcher: describeProcess('launcher', launcherPid),
      command: { name: 'start', arguments: ['--split'] },
      started_at: '2026-01-01T00:00:00.000Z',
      url: null,
      servers: [],
      services: [],
    });

  it('end by SIGTERM, or by SIGKILL when they do not listen', async () => {
    const entries = [describeProcess('one', await run(idle)), describeProcess('two', await run(stubborn), 4222)];
    expect(entries.map(stillRuns)).toEqual([true, true]);
    expect(await endRecorded(entries, 300)).toEqual(['one', 'two']);
    expect(entries.map(stillRuns)).toEqual([false, false]);
    expect(await endRecorded(entries, 300)).toEqual([]);
  });

  it('are left alone when the number belongs to another program by now', async () => {
    const pid = await run(idle);
    const entry = { name: 'old', pid, command_line: 'node something-else.js' };
    expect(await endRecorded([entry], 300)).toEqual([]);
    expect(children[0]?.exitCode).toBeNull();
  });

  it('stand in a file for the owner alone, one entry per name', () => {
    const recorder = recorderFor(process.pid);
    recorder.put('services', describeProcess('hitl', process.pid, 1));
    recorder.put('services', describeProcess('hitl', process.pid, 2));
    recorder.update({ url: 'http://127.0.0.1:8000' });
    const file = join(folder, 'run.json');
    expect(readRunRecord(file)).toMatchObject({ url: 'http://127.0.0.1:8000', services: [{ name: 'hitl', port: 2 }] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    recorder.remove();
    expect(readRunRecord(file)).toBeUndefined();
    writeFileSync(file, '{"launcher":');
    expect(readRunRecord(file)).toBeUndefined();
  });

  it('of a killed launcher are ended by the next start, its servers are not', async () => {
    const [launcher, service, server] = [await run(idle), await run(idle), await run(idle)];
    const recorder = recorderFor(launcher);
    recorder.put('services', describeProcess('hitl', service));
    recorder.put('servers', describeProcess('PostgreSQL', server));
    const lines: string[] = [];
    await recoverFromEarlierRun(openStateFolder(folder), (line) => lines.push(line));
    expect(lines).toEqual(['The last run was cut off; ending what it left: hitl.']);
    const record = readRunRecord(join(folder, 'run.json'));
    expect(record?.services.map(stillRuns)).toEqual([false]);
    expect(record?.servers.map(stillRuns)).toEqual([true]);
  });

  it('are ended by the kill command, the launcher first and its orphans after it', async () => {
    const [launcher, service, server] = [await run(idle), await run(idle), await run(idle)];
    const recorder = recorderFor(launcher);
    recorder.put('services', describeProcess('hitl', service));
    recorder.put('services', describeProcess('gateway', launcher));
    recorder.put('servers', describeProcess('PostgreSQL', server));
    expect(await endRun(folder)).toEqual(['launcher', 'hitl', 'PostgreSQL']);
    expect(() => readFileSync(join(folder, 'run.json'))).toThrow('ENOENT');
    expect(await endRun(folder)).toEqual([]);
  });
});
