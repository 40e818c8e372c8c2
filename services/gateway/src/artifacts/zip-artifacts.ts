import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { describeArtifacts, listArtifacts, readArtifact } from '@botarmy/contracts';
import type { ArtifactMetadata, Caller, ListArtifactsReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { zipStream } from './zip-stream';
import type { ZipEntry } from './zip-stream';

const PAGE_SIZE = 200;
const MAX_FILES = 2_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Archives of artifacts, streamed: the gateway never holds more than one document of them. */
@Injectable()
export class ZipArtifacts {
  constructor(private readonly asker: Asker) {}

  /**
   * All artifacts of a workflow under their paths.
   * @throws {Problem} 404 when it has none, 413 beyond 2,000 files or 256 MiB; both before the first byte.
   */
  async ofWorkflow(workflow_id: string, caller: Caller): Promise<Readable> {
    const artifacts: ArtifactMetadata[] = [];
    let cursor: string | null = null;
    do {
      const page: { limit: number; workflow_id: string; cursor?: string } = { workflow_id, limit: PAGE_SIZE };
      const reply: ListArtifactsReply = await this.asker.ask(
        listArtifacts,
        cursor === null ? page : { ...page, cursor },
        caller,
      );
      artifacts.push(...reply.artifacts);
      if (reply.total_count > MAX_FILES) throw tooLarge();
      cursor = reply.next_cursor;
    } while (cursor !== null);
    if (artifacts.length === 0) throw notFound('This workflow has no artifacts: check the id.');
    return this.stream(artifacts, ({ path }) => path, caller);
  }

  /**
   * Chosen artifacts; a folder per workflow when they are of several.
   * @throws {Problem} 404 when one of them does not exist, 413 beyond 256 MiB; both before the first byte.
   */
  async ofSelection(ids: readonly string[], caller: Caller): Promise<Readable> {
    const artifact_ids = [...new Set(ids)];
    const { artifacts } = await this.asker.ask(describeArtifacts, { artifact_ids }, caller);
    if (artifacts.length < artifact_ids.length || artifacts.length === 0)
      throw notFound('Not all of these artifacts exist: list them again and choose from the list.');
    const isOne = new Set(artifacts.map(({ workflow_id }) => workflow_id)).size === 1;
    return this.stream(artifacts, ({ workflow_id, path }) => (isOne ? path : `${workflow_id}/${path}`), caller);
  }

  private stream(
    artifacts: readonly ArtifactMetadata[],
    nameOf: (artifact: ArtifactMetadata) => string,
    caller: Caller,
  ): Readable {
    if (artifacts.reduce((sum, { size_bytes }) => sum + size_bytes, 0) > MAX_BYTES) throw tooLarge();
    const entries = artifacts.map((artifact): ZipEntry => ({
      path: nameOf(artifact),
      modifiedAt: new Date(artifact.modified_at),
      // The version that was counted, also when a newer one has come since.
      read: async () => {
        const { id: artifact_id, version } = artifact;
        return Buffer.from((await this.asker.ask(readArtifact, { artifact_id, version }, caller)).content, 'utf8');
      },
    }));
    return Readable.from(zipStream(entries), { objectMode: false });
  }
}

function notFound(detail: string): Problem {
  return new Problem({ status: 404, code: 'artifact-not-found', title: 'Artifact not found', detail });
}

function tooLarge(): Problem {
  return new Problem({
    status: 413,
    code: 'selection-too-large',
    title: 'Selection too large',
    detail: `One archive takes ${MAX_FILES} files and ${MAX_BYTES / 1024 / 1024} MiB: choose fewer artifacts.`,
  });
}
