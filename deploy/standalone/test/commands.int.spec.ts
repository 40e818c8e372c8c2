import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { printCredentials, printPlatform } from '../src/commands/announce';
import { runCommand } from '../src/commands/run-command';
import { withPleasantPace } from '../src/commands/simulator-pace';
import type { Platform } from '../src/platform/platform';
import { describeProcess } from '../src/state/recorded-processes';
import { openStateFolder } from '../src/state/state-folder';
import { createScratch } from './platform.fixture';
import type { Scratch } from './platform.fixture';

describe('the commands of the launcher', () => {
  let scratch: Scratch;
  const lines: string[] = [];
  beforeEach(() => {
    scratch = createScratch();
    lines.length = 0;
  });
  afterEach(() => scratch.remove());

  const run = (...args: string[]): Promise<number> =>
    runCommand(args, { BOTARMY_STATE_DIR: scratch.state }, (line) => void lines.push(line));
  const platform = (changes: Partial<Platform>): Platform =>
    ({
      url: 'http://127.0.0.1:8000',
      port: { port: 8000, isExplicit: false, isMoved: false },
      provider: { isSimulated: true, names: [] },
      folder: openStateFolder(scratch.state),
      ...changes,
    }) as Platform;
  const record = (services: object[]): void => {
    mkdirSync(scratch.state, { recursive: true });
    const launcher = describeProcess('launcher', process.pid);
    writeFileSync(join(scratch.state, 'run.json'), JSON.stringify({ launcher, services, servers: [] }));
  };

  it('are known by name', async () => {
    expect(await run('strat')).toBe(2);
    expect(lines).toEqual(['"strat" is no command. Known: start, demo, dev, kill, restart.']);
  });

  it('end nothing where nothing runs', async () => {
    expect(await run('kill')).toBe(0);
    expect(lines).toEqual(['Nothing runs.']);
    expect(await run('restart', 'hitl')).toBe(1);
    expect(lines[1]).toBe('No service "hitl" runs. Running: nothing.');
  });

  it('restart no single service of a platform in one process', async () => {
    record([describeProcess('hitl', process.pid)]);
    expect(await run('restart', 'hitl')).toBe(1);
    expect(lines).toEqual(['hitl shares one process with all others: use "npm run restart", or start with --split.']);
    expect(await run('restart', 'identity')).toBe(1);
    expect(lines[1]).toBe('No service "identity" runs. Running: hitl.');
  });

  it('refuse options they do not know', async () => {
    await expect(run('start', '--spilt')).rejects.toThrow("Unknown option '--spilt'");
    await expect(run('demo', '--spilt')).rejects.toThrow('npm run demo -- [--brief');
  });

  it('say where the platform is, that its port was moved, and who answers model calls', () => {
    const moved = { port: 15_000, isExplicit: false, isMoved: true };
    printPlatform((line) => void lines.push(line), platform({ port: moved }), 'Ready');
    expect(lines.slice(0, 3)).toEqual([
      'Ready: http://127.0.0.1:8000',
      'Port 8000 is taken by another program, so this one listens on 15000.',
      expect.stringMatching(/^Simulated provider/),
    ]);
  });

  it('show the first password once and later only where the demo user has his', () => {
    const demoUser = { email: 'demo@botarmy.local', password: 'demo-password' };
    const firstAdministrator = { email: 'admin@botarmy.local', password: 'first-password' };
    printCredentials((line) => void lines.push(line), platform({ demoUser, firstAdministrator }));
    expect(lines.join('\n')).toMatch(/admin@botarmy.local +first-password\n +demo@botarmy.local +demo-password/);
    lines.length = 0;
    printCredentials((line) => void lines.push(line), platform({ demoUser }));
    expect(lines).toEqual([
      expect.stringMatching(/^Sign in as demo@botarmy.local; the password is demo_user_password in .*secrets\.json\.$/),
    ]);
  });

  it('give the simulated provider a pace for people, unless somebody set one', () => {
    expect(withPleasantPace({ SIMULATOR_LATENCY_MS: '0' })).toEqual({
      SIMULATOR_LATENCY_MS: '0',
      SIMULATOR_TOKENS_PER_SECOND: '500',
    });
  });
});
