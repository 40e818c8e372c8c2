import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findFreePort } from '@botarmy/embedded-infrastructure';
import { waitFor } from '@botarmy/testing';

import { ServiceProcess } from './service-process';
import type { ServiceProcessOptions } from './service-process';

/** Answers as a service does; what it does besides is decided by its environment. */
const program = `
  const { createServer } = require('node:http');
  console.log(JSON.stringify({ level: 'info', message: 'once=' + (process.env.ONCE ?? 'none') }));
  if (process.env.ONCE === 'broken') { console.log('it is broken'); process.exit(3); }
  const ready = process.env.NEVER_READY === undefined;
  createServer((request, response) => { response.statusCode = ready ? 200 : 503; response.end(); }).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => process.env.STUBBORN === undefined && process.exit(0));
`;

describe('a service in a process of its own', () => {
  let folder: string;
  let logFile: string;
  let service: ServiceProcess | undefined;
  const lines: string[] = [];
  const pids: number[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-service-'));
    logFile = join(folder, 'hitl.log');
    lines.length = 0;
    pids.length = 0;
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const options = async (extra: Record<string, string> = {}): Promise<ServiceProcessOptions> => ({
    name: 'hitl',
    environment: { PORT: String(await findFreePort()), ...extra },
    logFile,
    print: (line) => lines.push(line),
    onStarted: (pid) => pids.push(pid),
    readyTimeoutMs: 20_000,
    stopTimeoutMs: 10_000,
    program: ['--eval', program],
  });
  const answers = (): Promise<boolean> =>
    fetch(`${service?.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );

  it('answers once it is started, on the port it was given, and has its own environment alone', async () => {
    service = await ServiceProcess.start(await options());
    expect(await answers()).toBe(true);
    expect(pids).toEqual([service.pid]);
    expect(readFileSync(logFile, 'utf8')).toContain('once=none');
    await service.stop();
    expect(await answers()).toBe(false);
    expect(lines).toEqual([]);
  });

  it('comes back on the same port when it is killed', async () => {
    service = await ServiceProcess.start(await options());
    service.kill();
    await waitFor(() => pids.length === 2, { timeoutMs: 10_000, describe: 'the service to be started again' });
    await waitFor(answers, { timeoutMs: 10_000, describe: 'the service to answer again' });
    expect(lines).toEqual(['hitl ended (SIGKILL); starting it again.']);
  });

  it('is restarted with variables of that one start alone', async () => {
    service = await ServiceProcess.start(await options());
    await service.restart({ once: { ONCE: 'this-time' } });
    expect(lines).toEqual([]);
    service.kill();
    await waitFor(() => pids.length === 3, { timeoutMs: 10_000, describe: 'the service to be started again' });
    await waitFor(answers, { timeoutMs: 10_000, describe: 'the service to answer again' });
    const seen = [...readFileSync(logFile, 'utf8').matchAll(/once=([\w-]+)/g)].map(([, value]) => value);
    expect(seen).toEqual(['none', 'this-time', 'none']);
  });

  it('reports the end of its log when it does not start, and is not tried again', async () => {
    const starting = ServiceProcess.start(await options({ ONCE: 'broken' }));
    await expect(starting).rejects.toThrow(
      /^hitl did not start\.\nIt ended with code 3\.\ninfo: once=broken\nit is broken/,
    );
    expect(pids).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('stays down after a broken restart when it is not to be tried again, until the next one', async () => {
    service = await ServiceProcess.start(await options());
    await expect(service.restart({ once: { ONCE: 'broken' }, keepTrying: false })).rejects.toThrow(
      'It ended with code 3.',
    );
    expect(await answers()).toBe(false);
    await service.restart();
    expect(await answers()).toBe(true);
    expect(lines).toEqual([]);
  });

  it('is given up when it is never ready', async () => {
    const starting = ServiceProcess.start({ ...(await options({ NEVER_READY: '1' })), readyTimeoutMs: 500 });
    await expect(starting).rejects.toThrow('It was not ready within 500 ms.');
  });

  it('is killed when it does not stop in time', async () => {
    service = await ServiceProcess.start({ ...(await options({ STUBBORN: '1' })), stopTimeoutMs: 100 });
    await service.stop();
    expect(await answers()).toBe(false);
  });
});
