import type { Logger } from '../logging/logger';

/** When things stop: first what brings new work, then the work, then the connections. */
export const shutdownOrder = {
  /** Consumers and loops: take nothing new. */
  intake: 100,
  /** Work in hand: finish or hand over. */
  work: 200,
  /** HTTP, WebSockets, Nest microservices. */
  transport: 500,
  /** Broker connections. */
  messaging: 700,
  /** The pool goes last of all. */
  database: 900,
} as const;

interface ShutdownHook {
  name: string;
  order: number;
  run: () => Promise<void> | void;
}

/** Steps of a graceful stop; lower orders run first, equal orders together. One that fails does not stop the rest. */
export class ShutdownHooks {
  private readonly hooks: ShutdownHook[] = [];

  constructor(private readonly logger: Logger) {}

  /** Adds a step; see `shutdownOrder` for the usual places. */
  register(name: string, order: number, run: () => Promise<void> | void): void {
    this.hooks.push({ name, order, run });
  }

  /** Runs every step once; resolves to the names of those that failed. */
  async runAll(): Promise<string[]> {
    const orders = [...new Set(this.hooks.map((hook) => hook.order))].sort((a, b) => a - b);
    const failed: string[] = [];
    for (const order of orders) {
      await Promise.all(
        this.hooks
          .filter((hook) => hook.order === order)
          .map(async ({ name, run }) => {
            try {
              await run();
            } catch (err) {
              failed.push(name);
              this.logger.error({ hook: name, err }, 'shutdown step failed');
            }
          }),
      );
    }
    return failed;
  }
}
