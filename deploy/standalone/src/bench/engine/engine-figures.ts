import type { Baseline } from '../baseline';
import type { AloneFigures } from './engine-alone';
import type { RecoveryFigures } from './recovery';
import type { StepFigures } from './step-figures';
import type { PathFigures } from './whole-path';

/** All that `npm run bench:engine` measured. */
export interface EngineFigures {
  readonly measured_at: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memory_gb: number;
    readonly load_before: number;
    readonly node: string;
  };
  readonly result_bytes: number;
  /** What the disk and the broker can do at all. */
  readonly limit: Baseline;
  readonly alone: AloneFigures;
  readonly bare_path: readonly (StepFigures & { readonly concurrency: number })[];
  readonly path: readonly PathFigures[];
  readonly recovery: RecoveryFigures;
}
