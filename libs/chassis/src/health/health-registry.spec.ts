import { ManualClock } from '../clock/manual-clock.fixture';
import { createLogger } from '../logging/create-logger';
import { HealthRegistry } from './health-registry';

describe('HealthRegistry', () => {
  let clock: ManualClock;
  let lines: string[];
  let health: HealthRegistry;

  beforeEach(() => {
    clock = new ManualClock();
    lines = [];
    health = new HealthRegistry(clock, createLogger({ destination: { write: (line) => void lines.push(line) } }));
  });

  it('is ready when every check passes', async () => {
    health.register('database', () => undefined);
    health.register('broker', async () => undefined);
    expect(await health.readiness()).toEqual({ ready: true, checks: { database: 'ok', broker: 'ok' } });
  });

  it('logs a failing check once and its recovery once', async () => {
    let isBroken = true;
    health.register('broker', () => {
      if (isBroken) throw new Error('connection refused');
    });
    await health.readiness();
    expect(await health.readiness()).toEqual({ ready: false, checks: { broker: 'failing' } });
    isBroken = false;
    expect((await health.readiness()).ready).toBe(true);
    await health.readiness();
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'health check fails',
      'health check recovered',
    ]);
  });

  it('counts a check that hangs as failing and aborts it', async () => {
    let signal: AbortSignal | undefined;
    health.register('slow', (given) => {
      signal = given;
      return new Promise<void>(() => undefined);
    });
    const readiness = health.readiness();
    await clock.advance(800);
    expect((await readiness).checks).toEqual({ slow: 'failing' });
    expect(signal?.aborted).toBe(true);
  });

  it('shares one run between callers', async () => {
    const check = jest.fn();
    health.register('database', check);
    await Promise.all([health.readiness(), health.readiness(), health.readiness()]);
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('is not ready from the moment it stops, also for a run under way', async () => {
    let finish = (): void => undefined;
    health.register('database', () => new Promise<void>((resolve) => (finish = resolve)));
    const underWay = health.readiness();
    health.markStopping();
    finish();
    expect((await underWay).ready).toBe(false);
    expect(await health.readiness()).toEqual({ ready: false, checks: { stopping: 'failing' } });
  });

  it('refuses a second check of the same name', () => {
    health.register('database', () => undefined);
    expect(() => health.register('database', () => undefined)).toThrow('choose another name');
  });
});
