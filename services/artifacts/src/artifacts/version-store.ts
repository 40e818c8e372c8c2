import { Injectable } from '@nestjs/common';

import { BatchWriter, crashPoint, Database, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';

import { ArtifactMetrics } from './artifact.metrics';
import type { StoreOutcome } from './artifact.metrics';

/** A version to store; the names are those of the fields `store_versions` reads. */
export interface NewVersion {
  readonly tenant_id: string;
  readonly workflow_id: string;
  readonly path: string;
  readonly operation_key: string;
  /** Used when the path is new. */
  readonly artifact_id: string;
  readonly version_id: string;
  readonly name: string;
  readonly type: string;
  readonly agent_id: string;
  readonly stage: string;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly dependencies: readonly string[];
  readonly metadata: Record<string, unknown>;
  /** The news of it; the database completes number and ids. */
  readonly event: OutgoingMessage;
}

/** The version an operation has stored, now or before. */
export interface StoredVersion {
  readonly ordinal: number;
  readonly outcome: StoreOutcome;
  readonly artifact_id: string;
  readonly version_id: string;
  readonly version: number;
  readonly sha256: string;
  readonly size_bytes: number;
}

const MAX_VERSIONS_PER_COMMIT = 64;

/** Writes versions: a lone one at once, those that come while it is written together in the next commit. */
@Injectable()
export class VersionStore {
  private readonly writer: BatchWriter<NewVersion, StoredVersion>;

  constructor(
    private readonly database: Database,
    private readonly metrics: ArtifactMetrics,
    shutdown: ShutdownHooks,
  ) {
    this.writer = new BatchWriter({
      name: 'artifact versions',
      maxItems: MAX_VERSIONS_PER_COMMIT,
      write: (versions) => this.write(versions),
    });
    // Questions in hand are answered while the transports close.
    shutdown.register('artifact-versions', shutdownOrder.transport + 25, () => this.writer.close());
  }

  /** Stores a version and its news; the blob must be durable already. Repeating it is harmless. */
  store(version: NewVersion): Promise<StoredVersion> {
    return this.writer.add(version);
  }

  private async write(versions: readonly NewVersion[]): Promise<(StoredVersion | Error)[]> {
    crashPoint('artifacts.before-transaction');
    const rows = await this.database.call<StoredVersion>(
      'store_versions',
      JSON.stringify(versions.map((version, ordinal) => ({ ...version, ordinal }))),
    );
    crashPoint('artifacts.after-commit');
    this.metrics.committed(versions.length);
    const byOrdinal = new Map(rows.map((row) => [row.ordinal, row]));
    return versions.map((_, ordinal) => byOrdinal.get(ordinal) ?? new Error('a version was not answered for'));
  }
}
