import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { waitFor } from '@botarmy/testing';

import { findCheckout } from '../src/checkout';
import { runCommand } from '../src/commands/run-command';
import { buildWhatIsStale } from './launcher.fixture';
import { createScratch, testEnvironment } from './platform.fixture';

describe('the commands', () => {
  const scratch = createScratch();
  const lines: string[] = [];
  beforeAll(() => buildWhatIsStale(), 60_000);
  beforeEach(() => lines.splice(0));
  afterEach(() => {
    for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException']) process.removeAllListeners(event);
  });
  afterAll(() => scratch.remove());

  const pace = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0' };
  const run = (...args: string[]): Promise<number> =>
    runCommand(
      args,
      testEnvironment({ BOTARMY_STATE_DIR: scratch.state, PORT: '0', ...pace }),
      (line) => void lines.push(line),
    );
  const said = (text: string | RegExp): Promise<unknown> =>
    waitFor(() => lines.some((line) => line.match(text)), {
      timeoutMs: 50_000,
      describe: `the launcher to say ${text}`,
    });

  it('demo uses the platform that start brought up, and leaves it to it', async () => {
    const starting = run('start');
    await said('Ctrl-C stops everything.');
    expect(lines.filter((line) => line.includes('admin@botarmy.local'))).toHaveLength(1);
    expect(await run('demo', '--brief', 'A shop for honey with 12 beekeepers.', '--out', scratch.out)).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^Using the platform that runs already: http/));
    expect(readdirSync(join(scratch.out, readdirSync(scratch.out)[0] ?? '')).length).toBe(12);
    process.emit('SIGINT');
    expect(await starting).toBe(0);
  }, 60_000);

  it('demo that is interrupted ends with 130, and its workflow goes on at the next start', async () => {
    const demo = run('demo', '--brief', 'A shop for honey.', '--out', scratch.out);
    await said(/analysis_execution_plan\.md/);
    process.emit('SIGINT');
    expect(await demo).toBe(130);
    expect(lines).toContain('Interrupted. The workflow goes on when the platform starts again.');
  }, 60_000);

  it('dev brings a saved file into the running service', async () => {
    const dev = run('dev', '--no-console');
    await said('Saving a file restarts what it belongs to');
    const now = new Date();
    utimesSync(join(findCheckout(), 'services/notifier/src/config.ts'), now, now);
    await said(/^(notifier|all services).*: saved to running in [\d,]+ ms$/);
    process.emit('SIGTERM');
    expect(await dev).toBe(0);
  }, 60_000);
});
