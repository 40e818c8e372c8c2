import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dieWithParentPrefix } from './die-with-parent';
import { commandLineOf, isProcessAlive, processesWorkingIn } from './process-table';
import { runCommand } from './run-command';
import { lastLines, openServerLog, readServerLog } from './server-log';
import { ServerProcess } from './server-process';
import { waitUntil } from './wait-until';

describe('a server process', () => {
  let folder: string;
  const started: ServerProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-process-spec-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.end([['SIGKILL', 5_000]])));
    rmSync(folder, { recursive: true, force: true });
  });

  async function spawnShell(script: string): Promise<ServerProcess> {
    const logFile = join(folder, 'log');
    const server = await ServerProcess.spawn({
      command: '/bin/sh',
      args: ['-c', script],
      logFile,
      workingDirectory: folder,
    });
    started.push(server);
    return server;
  }

  it('reports how it ended and logs to its file', async () => {
    const server = await spawnShell('echo hello; exit 3');
    expect(await server.exited).toEqual({ code: 3, signal: null });
    expect(server.isRunning).toBe(false);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('hello\n');
  });

  it('is found by its working directory and command line', async () => {
    const server = await spawnShell('exec sleep 30');
    await waitUntil(() => commandLineOf(server.pid) === 'sleep 30', 5_000);
    expect(commandLineOf(server.pid)).toBe('sleep 30');
    expect(processesWorkingIn(folder)).toEqual([server.pid]);
  });

  it('is ended harder when it does not listen', async () => {
    const server = await spawnShell('trap "" TERM; echo deaf; while :; do read line < /dev/zero; done');
    await waitUntil(() => readServerLog(join(folder, 'log'), 0).includes('deaf'), 5_000);
    await server.end([['SIGTERM', 100], ['SIGKILL', 5_000]]); // prettier-ignore
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    server.signal('SIGTERM');
  });

  it('notices the end of one it was attached to', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const attached = ServerProcess.attach(child.pid ?? 0);
    expect(attached.isRunning).toBe(true);
    child.kill('SIGKILL');
    expect(await attached.exited).toEqual({ code: null, signal: null });
  });

  it('rejects a program that does not exist', async () => {
    const command = { command: join(folder, 'none'), args: [], logFile: join(folder, 'log'), workingDirectory: folder };
    await expect(ServerProcess.spawn(command)).rejects.toThrow(/Cannot execute .*none/);
    await expect(runCommand(join(folder, 'none'), [], { timeoutMs: 1_000 })).rejects.toThrow(/Cannot execute/);
  });

  it('dies with its parent, even when that is killed with -9', async () => {
    const words = JSON.stringify([...dieWithParentPrefix('SIGKILL'), 'sleep', '30']);
    const script = `const [c, ...a] = ${words}; const p = require('child_process').spawn(c, a, { detached: true, stdio: 'ignore' }); console.log(p.pid)`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    await waitUntil(() => commandLineOf(pid) === 'sleep 30', 5_000);
    parent.kill('SIGKILL');
    expect(await waitUntil(() => !isProcessAlive(pid), 5_000)).toBe(true);
  });

  it('counts a zombie as dead', async () => {
    const script = 'sleep 0 & echo $!; exec sleep 30';
    const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    expect(await waitUntil(() => !isProcessAlive(pid), 5_000)).toBe(true);
    parent.kill('SIGKILL');
  });

  it('sets a log over 10 MB aside', () => {
    const file = join(folder, 'big.log');
    writeFileSync(file, 'old\n');
    truncateSync(file, 10 * 1024 * 1024 + 1);
    openServerLog(file);
    expect(statSync(file).size).toBe(0);
    expect(statSync(`${file}.1`).size).toBeGreaterThan(10 * 1024 * 1024);
    expect(readServerLog(join(folder, 'missing'), 0)).toBe('');
    expect(lastLines('a\nb\nc\n', 2)).toBe('    b\n    c');
  });

  it('reports the last words and the limit of a command', async () => {
    await expect(runCommand('/bin/sh', ['-c', 'echo broken >&2; exit 2'], { timeoutMs: 5_000 })).rejects.toThrow(
      '/bin/sh ended with code 2: broken',
    );
    await expect(runCommand('sleep', ['30'], { timeoutMs: 50 })).rejects.toThrow('by SIGKILL (limit 50 ms)');
  });
});
