import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';
import type { ArtifactMetadata, ListArtifactsReply, ReadArtifactReply } from './artifact';

/** Artifacts over the public API. Every method throws `Problem`. */
@Injectable({ providedIn: 'root' })
export class ArtifactClient {
  readonly #http = inject(ApiHttp);

  /** The documents of one workflow at their newest version, by path. */
  async listOfWorkflow(workflowId: string): Promise<readonly ArtifactMetadata[]> {
    const reply = await this.#http.get<ListArtifactsReply>(`/api/workflows/${workflowId}/artifacts`);
    return reply.artifacts;
  }

  /** A document at `version`, or at its newest. */
  read(artifactId: string, version?: number, signal?: AbortSignal): Promise<ReadArtifactReply> {
    return this.#http.get<ReadArtifactReply>(`/api/artifacts/${artifactId}/content`, { query: { version }, signal });
  }

  /** Address of the file itself. */
  downloadUrl(artifactId: string, version: number): string {
    return `/api/artifacts/${artifactId}/download?version=${version}`;
  }
}
