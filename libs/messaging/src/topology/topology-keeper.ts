import type { Clock, Logger, TimerHandle } from '@botarmy/chassis';
import { STREAMS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';
import { ensureTopology } from './ensure-topology';

/** Settings of the topology keeper. */
export interface TopologyKeeperOptions {
  readonly consumers: readonly ConsumerDeclaration[];
  readonly replicas: number;
  /** Milliseconds between two passes. Default 10,000. */
  readonly intervalMs?: number;
  /** Called when a pass created something that had existed before: the broker lost its store. */
  readonly onRepaired?: (created: readonly string[]) => void;
}

/** Keeps streams and durables as declared: at start, after every reconnect and every few seconds. Orchestrator only. */
export class TopologyKeeper {
  private timer: TimerHandle | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private passes = 0;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: TopologyKeeperOptions,
  ) {
    this.unsubscribe = broker.onReconnect(() => void this.check());
  }

  /** Makes the first pass, retrying until the broker is ready; then keeps checking. */
  async start(): Promise<void> {
    while (!this.stopped && this.passes === 0) {
      await this.check();
      if (this.passes === 0) await this.clock.sleep(250);
    }
  }

  /** One pass; concurrent callers share it. Failures are logged and tried again at the next pass. */
  async check(): Promise<void> {
    this.running ??= this.pass().finally(() => {
      this.running = undefined;
      this.schedule();
    });
    await this.running;
  }

  /** Stops checking. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    this.unsubscribe();
    await this.running;
  }

  private async pass(): Promise<void> {
    try {
      const manager = await this.broker.connection.jetstreamManager({
        timeout: this.broker.timeoutMs,
        checkAPI: false,
      });
      const changes = await ensureTopology(manager, STREAMS, this.options.consumers, this.options.replicas);
      this.passes += 1;
      if (changes.created.length + changes.updated.length === 0) return;
      this.logger.info({ ...changes }, 'broker topology brought in line');
      if (this.passes > 1 && changes.created.length > 0) this.options.onRepaired?.(changes.created);
    } catch (err) {
      this.logger.warn({ err }, 'broker topology could not be checked, will retry');
    }
  }

  private schedule(): void {
    this.timer?.cancel();
    if (this.stopped) return;
    this.timer = this.clock.setTimer(this.options.intervalMs ?? 10_000, () => void this.check());
  }
}
