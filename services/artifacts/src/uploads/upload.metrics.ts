import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';
import type { UploadKind } from '@botarmy/contracts';

import type { ArchiveFault } from './inspection/unpacking-budget';
import type { ScanFailure } from './scanner/scanner';

/** Why a file was not taken. */
export type UploadRefusal = ArchiveFault | 'too-large' | 'type-mismatch' | 'type-not-allowed';
/** What a look at an upload came to. */
export type ScanOutcome = 'clean' | 'infected' | 'unscanned' | ScanFailure | 'scanner-not-configured' | 'bytes-lost';

/** Metrics of uploads and their scans. */
@Injectable()
export class UploadMetrics {
  private readonly begun: Counter<'outcome'>;
  private readonly arrived: Counter<'kind'>;
  private readonly arrivedBytes: Counter;
  private readonly refusals: Counter<'reason'>;
  private readonly scans: Counter<'outcome'>;
  private readonly texts: Counter<'status'>;
  private readonly waitingCount: Gauge;
  private readonly waitingAge: Gauge;

  constructor(metrics: MetricsRegistry) {
    this.begun = metrics.counter({
      name: 'botarmy_uploads_opened_total',
      help: 'Uploads that were begun, by what became of the attempt',
      labelNames: ['outcome'],
    });
    this.arrived = metrics.counter({
      name: 'botarmy_uploads_received_total',
      help: 'Uploads that arrived whole and were taken, by kind',
      labelNames: ['kind'],
    });
    this.arrivedBytes = metrics.counter({
      name: 'botarmy_upload_received_bytes_total',
      help: 'Bytes of uploads that were taken',
    });
    this.refusals = metrics.counter({
      name: 'botarmy_uploads_refused_total',
      help: 'Uploads that were not taken, by reason',
      labelNames: ['reason'],
    });
    this.scans = metrics.counter({
      name: 'botarmy_upload_scans_total',
      help: 'Looks at uploads, by what they came to; the failures are tried again',
      labelNames: ['outcome'],
    });
    this.texts = metrics.counter({
      name: 'botarmy_upload_texts_total',
      help: 'Uploads whose text was looked for, by what was found',
      labelNames: ['status'],
    });
    this.waitingCount = metrics.gauge({
      name: 'botarmy_uploads_waiting',
      help: 'Uploads that wait for a verdict, of all tenants, counted up to 10,000',
    });
    this.waitingAge = metrics.gauge({
      name: 'botarmy_uploads_oldest_waiting_seconds',
      help: 'Age of the upload that waits longest for a verdict',
    });
  }

  opened(outcome: 'opened' | 'known' | 'refused' | 'busy'): void {
    this.begun.inc({ outcome });
  }

  received(kind: UploadKind, bytes: number): void {
    this.arrived.inc({ kind });
    this.arrivedBytes.inc(bytes);
  }

  refused(reason: UploadRefusal): void {
    this.refusals.inc({ reason });
  }

  scanned(outcome: ScanOutcome): void {
    this.scans.inc({ outcome });
  }

  textFound(status: 'extracted' | 'none' | 'failed'): void {
    this.texts.inc({ status });
  }

  waiting(count: number, oldestSeconds: number): void {
    this.waitingCount.set(count);
    this.waitingAge.set(oldestSeconds);
  }
}
