import { ManualClock, settle } from '../clock/manual-clock.fixture';
import { createLogger } from '../logging/create-logger';
import type { LoopOptions } from './start-loop';
import { startLoop } from './start-loop';

describe('startLoop', () => {
  let clock: ManualClock;
  let lines: string[];

  beforeEach(() => {
    clock = new ManualClock();
    lines = [];
  });

  function start(run: LoopOptions['run'], options: Partial<LoopOptions> = {}) {
    const logger = createLogger({ destination: { write: (line) => void lines.push(line) } });
    return startLoop({ name: 'relay', intervalMs: 1_000, run, clock, logger, ...options });
  }

  it('runs at once and then at every interval', async () => {
    const run = jest.fn(async () => undefined);
    start(run);
    await settle();
    expect(run).toHaveBeenCalledTimes(1);
    await clock.advance(999);
    expect(run).toHaveBeenCalledTimes(1);
    await clock.advance(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('runs again at once while there is more to do', async () => {
    const left = [true, true, false];
    const run = jest.fn(async () => left.shift());
    start(run);
    await settle();
    expect(run).toHaveBeenCalledTimes(3);
    expect(clock.pendingMs).toEqual([1_000]);
  });

  it('never overlaps: nudges during a round cause one more', async () => {
    const finishes: (() => void)[] = [];
    const run = jest.fn(() => new Promise<void>((resolve) => finishes.push(resolve)));
    const loop = start(run);
    loop.nudge();
    loop.nudge();
    expect(run).toHaveBeenCalledTimes(1);
    finishes[0]?.();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
    finishes[1]?.();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('runs on a nudge while it waits and keeps one timer', async () => {
    const run = jest.fn(async () => undefined);
    const loop = start(run);
    await settle();
    loop.nudge();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
    expect(clock.pendingMs).toEqual([1_000]);
  });

  it('backs off to the limit, logs the first failure and the recovery, ignores nudges meanwhile', async () => {
    let isBroken = true;
    const run = jest.fn(async () => {
      if (isBroken) throw new Error('database away');
    });
    const loop = start(run, { maxBackoffMs: 150 });
    await settle();
    expect(clock.pendingMs).toEqual([50]);
    loop.nudge();
    await settle();
    expect(run).toHaveBeenCalledTimes(1);
    await clock.advance(50);
    expect(clock.pendingMs).toEqual([100]);
    await clock.advance(100);
    expect(clock.pendingMs).toEqual([150]);
    isBroken = false;
    await clock.advance(150);
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'background loop fails and will retry',
      'background loop recovered',
    ]);
    expect(clock.pendingMs).toEqual([1_000]);
  });

  it('aborts the round that runs, waits for it, and starts no other', async () => {
    const run = jest.fn(
      (signal: AbortSignal) =>
        new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const loop = start(run);
    await loop.stop();
    loop.nudge();
    await clock.advance(5_000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(lines).toEqual([]);
  });
});
