import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** What became of a request to store a version. */
export type StoreOutcome = 'created' | 'repeated' | 'unknown-dependency';

/** Metrics of stored and read versions. */
@Injectable()
export class ArtifactMetrics {
  private readonly versions: Counter<'outcome'>;
  private readonly storedBytes: Counter;
  private readonly readBytes: Counter;
  private readonly corrupt: Counter;
  private readonly batchVersions: Histogram;

  constructor(metrics: MetricsRegistry) {
    this.versions = metrics.counter({
      name: 'botarmy_artifact_store_requests_total',
      help: 'Requests to store an artifact version, by what became of them',
      labelNames: ['outcome'],
    });
    this.storedBytes = metrics.counter({
      name: 'botarmy_artifact_stored_bytes_total',
      help: 'Bytes of the versions that were created',
    });
    this.readBytes = metrics.counter({
      name: 'botarmy_artifact_read_bytes_total',
      help: 'Bytes of the versions that were read',
    });
    this.corrupt = metrics.counter({
      name: 'botarmy_artifact_corrupt_reads_total',
      help: 'Reads refused because the stored bytes are lost or do not match their checksum',
    });
    this.batchVersions = metrics.histogram({
      name: 'botarmy_artifact_commit_versions',
      help: 'Requests to store a version that shared one commit',
      buckets: [1, 2, 4, 8, 16, 32, 64],
    });
  }

  committed(requests: number): void {
    this.batchVersions.observe(requests);
  }

  stored(outcome: StoreOutcome, sizeBytes: number): void {
    this.versions.inc({ outcome });
    if (outcome === 'created') this.storedBytes.inc(sizeBytes);
  }

  read(sizeBytes: number): void {
    this.readBytes.inc(sizeBytes);
  }

  refusedCorrupt(): void {
    this.corrupt.inc();
  }
}
