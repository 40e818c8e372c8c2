import type { CompiledProcess, WorkflowState } from '@botarmy/process-engine';

/** A workflow in memory: its state and the process version it is pinned to. */
export interface LoadedWorkflow {
  readonly state: WorkflowState;
  readonly process: CompiledProcess;
  readonly title: string;
  /** Version of the stored snapshot; 0 before the first. */
  readonly snapshotVersion: number;
}
