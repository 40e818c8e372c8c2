import type { TimerHandle } from '@botarmy/chassis';

import type { Simulation } from './simulation';

/** How a request to another process and its answer fare on the way. */
export interface Passage {
  readonly requestMs: number;
  readonly replyMs: number;
  /** `lost`: never arrives; `unanswered`: is done, but nobody hears of it. A process may also end on either side of it. */
  readonly fate: 'fine' | 'lost' | 'unanswered' | 'dies-before' | 'dies-after';
  /** How long the asker waits for what is lost. */
  readonly patienceMs: number;
}

/** An operating-system process: it may be stopped for a while, and it ends once and for all. */
export class SimulatedProcess {
  /** By how much its wall clock is wrong. */
  clockOffsetMs = 0;
  private state: 'running' | 'stopped' | 'dead' = 'running';
  private backlog: (() => void)[] = [];
  private readonly endings: (() => void)[] = [];

  constructor(
    readonly simulation: Simulation,
    readonly name: string,
  ) {}

  get isAlive(): boolean {
    return this.state !== 'dead';
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Runs inside this process later; never when it is dead by then, and not before it continues while it is stopped. */
  after(delayMs: number, run: () => void): TimerHandle {
    let isCancelled = false;
    const timer = this.simulation.after(delayMs, () =>
      this.enter(() => {
        if (!isCancelled) run();
      }),
    );
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  /** SIGSTOP. */
  stop(): void {
    if (this.state === 'running') this.state = 'stopped';
  }

  /** SIGCONT: what arrived meanwhile happens now, in its order. */
  continue(): void {
    if (this.state !== 'stopped') return;
    this.state = 'running';
    const backlog = this.backlog;
    this.backlog = [];
    for (const run of backlog) this.enter(run);
  }

  /** SIGKILL. */
  kill(): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    this.backlog = [];
    for (const ended of this.endings.splice(0)) ended();
  }

  /** Called once when the process ends. */
  onEnd(ended: () => void): void {
    this.endings.push(ended);
  }

  /**
   * Asks another process for something. What is asked is done there, whatever becomes of the asker meanwhile; the promise
   * of a process that ended never settles.
   */
  exchange<T>(passage: Passage, work: () => T | Promise<T>, unanswered: () => Error): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (!this.isAlive) return promise;
    const { requestMs, replyMs, fate, patienceMs } = passage;
    if (fate === 'dies-before') {
      this.kill();
      return promise;
    }
    const give = (settle: () => void): void => {
      if (fate === 'dies-after') this.kill();
      else if (fate === 'unanswered') this.after(patienceMs, () => reject(unanswered()));
      else this.after(replyMs, settle);
    };
    this.simulation.after(requestMs, () => {
      if (fate === 'lost') {
        this.after(patienceMs, () => reject(unanswered()));
        return;
      }
      try {
        const result = work();
        if (result instanceof Promise) {
          result.then(
            (value) => give(() => resolve(value)),
            (error: unknown) => give(() => reject(error)),
          );
        } else give(() => resolve(result));
      } catch (error) {
        give(() => reject(error));
      }
    });
    return promise;
  }

  private enter(run: () => void): void {
    if (this.state === 'dead') return;
    if (this.state === 'stopped') this.backlog.push(run);
    else run();
  }
}
