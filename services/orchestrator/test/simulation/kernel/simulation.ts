import type { TimerHandle } from '@botarmy/chassis';

import { EventQueue } from './event-queue';
import type { ScheduledEvent } from './event-queue';
import { Random } from './random';

/** Wall time at which every simulation begins. */
export const START_MS = Date.UTC(2026, 5, 1, 12);

/** Thrown to end a run: something that must never be was seen. */
export class Violation extends Error {
  constructor(
    readonly rule: string,
    readonly detail: string,
  ) {
    super(`${rule}: ${detail}`);
    this.name = 'Violation';
  }
}

/** Time, chance and what happens next. Everything in a simulated world happens inside `step`, one thing after another. */
export class Simulation {
  readonly random: Random;
  private readonly queue = new EventQueue();
  private elapsedMs = 0;
  private scheduled = 0;
  private happened = 0;
  private violation: Violation | undefined;

  /** @param note Receives a line about whatever matters, when the run is told as a story. */
  constructor(
    seed: number,
    private readonly note?: (line: string) => void,
  ) {
    this.random = new Random(seed);
  }

  /** Milliseconds since the beginning. */
  get nowMs(): number {
    return this.elapsedMs;
  }

  /** True wall time, which the database's clock shows. */
  get wallMs(): number {
    return START_MS + this.elapsedMs;
  }

  /** Events so far. */
  get events(): number {
    return this.happened;
  }

  /** What was seen that must never be. */
  get found(): Violation | undefined {
    return this.violation;
  }

  /** Lets something happen after a while, unless it is cancelled. */
  after(delayMs: number, run: () => void): TimerHandle {
    const event: ScheduledEvent = {
      timeMs: this.elapsedMs + Math.max(0, delayMs),
      key: this.random.bits(),
      ordinal: (this.scheduled += 1),
      run,
    };
    this.queue.push(event);
    return { cancel: () => (event.run = undefined) };
  }

  /** Lets the next thing happen with all that follows at once; false when nothing is left or something went wrong. */
  async step(): Promise<boolean> {
    const event = this.queue.pop();
    if (event === undefined || this.violation !== undefined) return false;
    this.elapsedMs = event.timeMs;
    this.happened += 1;
    const { run } = event;
    event.run = undefined;
    run?.();
    await settled();
    return this.violation === undefined;
  }

  /** Writes a line of the story; the text is made only when somebody listens. */
  tell(line: () => string): void {
    this.note?.(`${(this.elapsedMs / 1_000).toFixed(3).padStart(10)}  ${line()}`);
  }

  /** Ends the run: the first violation counts. */
  violate(rule: string, detail: string): void {
    this.violation ??= new Violation(rule, detail);
    this.tell(() => `VIOLATION ${rule}: ${detail}`);
  }
}

/** Resolves when every promise chain that could go on has done so: ticks come when no job of a promise is left. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
