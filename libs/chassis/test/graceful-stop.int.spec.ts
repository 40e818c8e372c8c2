import { once } from 'node:events';

import { spawnSample, startChildService } from './child-service';

describe('a service in a process of its own', () => {
  it('turns not ready on SIGTERM, drains, and exits 0', async () => {
    const child = await startChildService({ SAMPLE_DRAIN: 'wait' });
    expect((await fetch(`${child.url}/health/ready`)).status).toBe(200);
    child.process.kill('SIGTERM');
    const sentAt = performance.now();
    let status = 200;
    while (status === 200) status = (await fetch(`${child.url}/health/ready`)).status;
    expect(status).toBe(503);
    expect(performance.now() - sentAt).toBeLessThan(1_000);
    expect((await fetch(`${child.url}/health/live`)).status).toBe(200);
    child.process.stdin.end();
    expect(await child.ended).toEqual([0, null]);
  });

  it('is cut off with 1 when draining takes longer than allowed', async () => {
    const child = await startChildService({ SAMPLE_DRAIN: 'hang', SHUTDOWN_TIMEOUT_MS: '150' });
    child.process.kill('SIGTERM');
    expect(await child.ended).toEqual([1, null]);
  });

  it('dies at the third passage of a crash point', async () => {
    const child = await startChildService({ CRASH_AT: 'other.point,sample.named#3' });
    await fetch(`${child.url}/name`);
    await fetch(`${child.url}/name`);
    await expect(fetch(`${child.url}/name`)).rejects.toThrow();
    expect(await child.ended).toEqual([null, 'SIGKILL']);
  });

  it('ends with 1 and a readable list when its environment is wrong', async () => {
    const child = spawnSample({ PORT: 'eighty' });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(errors).toContain('PORT must be a number, not "eighty"');
    expect(errors).not.toContain('    at ');
  });
});
