import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { getWorkflowLineage } from '@botarmy/contracts';
import type { ArtifactMetadata, Caller, StaleArtifact } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

/** Says of artifacts which are outdated: the workflow knows it, the artifact store does not. */
@Injectable()
export class StaleMarks {
  constructor(private readonly asker: Asker) {}

  /** The same artifacts, all of one workflow and at their newest versions, with what made them stale. */
  async mark(workflow_id: string, artifacts: ArtifactMetadata[], caller: Caller): Promise<ArtifactMetadata[]> {
    const stale = new Map((await this.staleOf(workflow_id, caller)).map((entry) => [entry.path, entry]));
    if (stale.size === 0) return artifacts;
    return artifacts.map((artifact) => {
      const entry = stale.get(artifact.path);
      return entry === undefined ? artifact : { ...artifact, stale: entry };
    });
  }

  private async staleOf(workflow_id: string, caller: Caller): Promise<readonly StaleArtifact[]> {
    try {
      return (await this.asker.ask(getWorkflowLineage, { workflow_id }, caller)).stale;
    } catch (error) {
      // Artifacts outlive their workflow's rows, and are read also while nobody can say what is stale.
      if (error instanceof Problem && (error.status === 404 || error.status >= 500)) return [];
      throw error;
    }
  }
}
