import type { RunCatalog } from './run-catalog';

/** The workflow a run shows. */
export interface OpenedRun {
  readonly workflowId: string;
  /** True when the run began the workflow, so that it shows all of it. */
  readonly isStart: boolean;
  /** Requests this run answered or left to others; they end it no more. */
  readonly settled: ReadonlySet<string>;
  readonly catalog: RunCatalog;
}
