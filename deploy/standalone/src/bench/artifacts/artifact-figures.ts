import type { Spread } from '../parked/parked-figures';

/** What was measured with so many artifacts stored. */
export interface StoredFigures {
  readonly artifacts: number;
  /** From the last row written until every artifact was found by search. */
  readonly index_seconds: number;
  /** By what was asked for, in the order of the page. */
  readonly operations: Readonly<Record<string, Spread>>;
}

/** One run. */
export interface ArtifactFigures {
  readonly measured_at: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly load_before: number;
    readonly node: string;
  };
  readonly files_per_archive: number;
  readonly scales: readonly StoredFigures[];
}
