import type { Clock } from '../clock/clock';
import { startDeadline } from '../clock/deadline';
import type { Logger } from '../logging/logger';

/** Resolves when the thing works, throws when it does not. The signal is aborted at the time limit. */
export type HealthCheck = (signal: AbortSignal) => Promise<void> | void;

/** The answer of `/health/ready`; it names checks but never tells why one fails. */
export interface Readiness {
  ready: boolean;
  checks: Record<string, 'ok' | 'failing'>;
}

/** Named readiness checks of a service. A failing check is logged once, and once more when it recovers. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly failing = new Set<string>();
  private running: Promise<Readiness> | undefined;
  private stopping = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly timeLimitMs = 800,
  ) {}

  /** Adds a check. Throws when the name is taken. */
  register(name: string, check: HealthCheck): void {
    if (this.checks.has(name)) throw new Error(`health check "${name}" exists already: choose another name`);
    this.checks.set(name, check);
  }

  /** From now on the service is not ready; nothing takes this back. */
  markStopping(): void {
    this.stopping = true;
  }

  /** Runs every check; callers that come while it runs share the answer. */
  async readiness(): Promise<Readiness> {
    if (this.stopping) return { ready: false, checks: { stopping: 'failing' } };
    this.running ??= this.runAll().finally(() => {
      this.running = undefined;
    });
    const result = await this.running;
    return { ...result, ready: result.ready && !this.stopping };
  }

  private async runAll(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await this.runOne(name, check)] as const),
    );
    return { ready: results.every(([, state]) => state === 'ok'), checks: Object.fromEntries(results) };
  }

  private async runOne(name: string, check: HealthCheck): Promise<'ok' | 'failing'> {
    const limit = new AbortController();
    const deadline = startDeadline(this.clock, this.timeLimitMs, () => {
      const error = new Error(`health check "${name}" gave no answer within ${this.timeLimitMs} ms`);
      limit.abort(error);
      return error;
    });
    try {
      await Promise.race([check(limit.signal), deadline.expired]);
      if (this.failing.delete(name)) this.logger.info({ check: name }, 'health check recovered');
      return 'ok';
    } catch (err) {
      if (!this.failing.has(name)) this.logger.warn({ check: name, err }, 'health check fails');
      this.failing.add(name);
      return 'failing';
    } finally {
      deadline.cancel();
    }
  }
}
