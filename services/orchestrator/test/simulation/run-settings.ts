import type { Random } from './kernel/random';

/** The size of one run. */
export interface RunSettings {
  readonly orchestrators: number;
  readonly runners: number;
  readonly workflows: number;
  readonly tenants: readonly string[];
  readonly concurrency: number;
  /** True where no orchestrator remembers what its decisions say: all of it is worked out again. */
  readonly isForgetful: boolean;
  readonly orchestrator: {
    readonly TASK_LEASE_SECONDS: number;
    readonly RECONCILE_INTERVAL_MS: number;
    readonly WORKFLOW_CACHE_SIZE: number;
  };
}

/** Draws the size of a run: most are small, so that many can be made. */
export function drawSettings(random: Random): RunSettings {
  return {
    orchestrators: random.chance(0.6) ? 2 : 1,
    runners: random.between(1, 2),
    workflows: random.chance(0.7) ? 1 : 2,
    tenants: ['ten_a', 'ten_b'],
    concurrency: random.pick([1, 2, 4]),
    isForgetful: random.chance(0.2),
    orchestrator: {
      TASK_LEASE_SECONDS: random.pick([6, 15, 30, 60]),
      RECONCILE_INTERVAL_MS: random.pick([200, 500, 2_000]),
      WORKFLOW_CACHE_SIZE: random.chance(0.2) ? 1 : 100,
    },
  };
}
