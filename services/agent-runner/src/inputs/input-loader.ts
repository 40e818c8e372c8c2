import { Injectable } from '@nestjs/common';

import { readArtifactVersion } from '@botarmy/contracts';
import type { ArtifactReference } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { AttemptFailure, textHash } from '@botarmy/process-engine';
import type { LoadedInput } from '@botarmy/process-engine';

import type { Attempt } from '../task/attempt';
import { ContentCache } from './content-cache';

/** Loads documents by version and content hash, never "the newest". */
@Injectable()
export class InputLoader {
  constructor(
    private readonly asker: Asker,
    private readonly cache: ContentCache,
  ) {}

  /** Every input of the task, in its order. */
  loadAll(attempt: Attempt): Promise<LoadedInput[]> {
    return Promise.all(
      attempt.task.inputs.map(async (reference) => ({ reference, text: await this.load(attempt, reference) })),
    );
  }

  /** The text of one version; fails when its bytes are not what the reference says. */
  async load({ task, tenantId, caller }: Attempt, reference: ArtifactReference): Promise<string> {
    const { sha256, version_id, path } = reference;
    const known = this.cache.get(tenantId, sha256);
    if (known !== undefined) return known;
    const request = { workflow_id: task.workflow_id, version_id, sha256 };
    const { content } = await this.asker.ask(readArtifactVersion, request, caller);
    if (textHash(content) !== sha256) {
      const detail = `The bytes of ${path} are not those of the recorded version: check the artifact store.`;
      throw new AttemptFailure('input-corrupt', detail, { retryable: true });
    }
    this.cache.set(tenantId, sha256, content);
    return content;
  }
}
