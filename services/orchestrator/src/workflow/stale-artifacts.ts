import type { StaleArtifact } from '@botarmy/contracts';
import type { WorkflowState } from '@botarmy/process-engine';

/** What is stale in a workflow, by path. */
export function staleArtifacts(state: WorkflowState): StaleArtifact[] {
  return Object.entries(state.stale ?? {})
    .map(([path, { because, cause, since }]) => ({
      path,
      because,
      changed_path: cause.path,
      changed_version: cause.version,
      since,
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
