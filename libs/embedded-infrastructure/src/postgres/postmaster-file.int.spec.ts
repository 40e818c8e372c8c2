import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { commandLineOf, isProcessAlive } from '../process/process-table';
import { waitUntil } from '../process/wait-until';
import { clearDeadPostmaster, findLivePostmaster, readPostmasterFile } from './postmaster-file';

describe('what a killed server leaves behind', () => {
  let cluster: string;

  beforeEach(() => {
    cluster = realpathSync(mkdtempSync(join(tmpdir(), 'botarmy-postmaster-spec-')));
  });
  afterEach(() => rmSync(cluster, { recursive: true, force: true }));

  function writePidFile(pid: number): void {
    const lines = [pid, cluster, 1_700_000_000, 20_123, '', '127.0.0.1', '1 2', 'ready   '];
    writeFileSync(join(cluster, 'postmaster.pid'), `${lines.join('\n')}\n`);
  }

  it('is read from its pid file, complete ones only', () => {
    writePidFile(77);
    expect(readPostmasterFile(cluster)).toEqual({ pid: 77, port: 20_123, isReady: true });
    writeFileSync(join(cluster, 'postmaster.pid'), '77\n');
    expect(readPostmasterFile(cluster)).toBeUndefined();
  });

  it('does not count as alive when the number belongs to another program', () => {
    writePidFile(process.pid);
    expect(findLivePostmaster(cluster)).toBeUndefined();
  });

  it('is cleared together with back ends that do not end by themselves', async () => {
    writePidFile(77);
    const orphan = spawn('sleep', ['30'], { cwd: cluster });
    await once(orphan, 'spawn');
    await clearDeadPostmaster(cluster, 20);
    expect(isProcessAlive(orphan.pid ?? 0)).toBe(false);
    expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
  });

  it('is left alone while another launcher’s server is starting there', async () => {
    const rival = spawn('sleep', ['30'], { argv0: `postgres -D ${cluster}`, cwd: cluster });
    await waitUntil(() => commandLineOf(rival.pid ?? 0).includes(cluster), 5_000);
    await expect(clearDeadPostmaster(cluster, 20)).rejects.toThrow(
      `Another PostgreSQL (pid ${rival.pid}) is just starting`,
    );
    rival.kill('SIGKILL');
  });
});
