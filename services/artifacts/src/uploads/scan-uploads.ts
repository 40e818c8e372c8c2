import { Injectable } from '@nestjs/common';

import { Logger, Problem } from '@botarmy/chassis';
import type { UploadKind } from '@botarmy/contracts';

import { ScanFailedError, Scanner } from './scanner/scanner';
import type { ScanVerdict } from './scanner/scanner';
import { TextExtractor } from './text/extract-text';
import { UploadBytes } from './upload-bytes';
import { UploadRules } from './upload-rules';
import { UploadStore } from './upload-store';
import type { UploadRow } from './upload-store';
import { UploadMetrics } from './upload.metrics';
import type { ScanOutcome } from './upload.metrics';

const CLAIMED_AT_ONCE = 4;
/** What scan and text may take together at most, with room to spare: nobody else claims the upload meanwhile. */
const LEASE_SECONDS = 300;
const FIRST_DELAY_SECONDS = 5;
const LONGEST_DELAY_SECONDS = 300;
/** A file that is still arriving after an hour never will. */
const ABANDONED_SECONDS = 3_600;

/** Looks at uploads that are due: asks the scanner, finds the text, releases or keeps them. */
@Injectable()
export class ScanUploads {
  constructor(
    private readonly store: UploadStore,
    private readonly bytes: UploadBytes,
    private readonly scanner: Scanner,
    private readonly texts: TextExtractor,
    private readonly rules: UploadRules,
    private readonly logger: Logger,
    private readonly metrics: UploadMetrics,
  ) {}

  /** Before the first round: what was released without a scanner is scanned once there is one. */
  async begin(): Promise<void> {
    if (this.scanner.isConfigured) await this.store.rescanUnscanned();
  }

  /** Looks at a few uploads; true when there may be more. */
  async round(): Promise<boolean> {
    const due = await this.store.claim(CLAIMED_AT_ONCE, LEASE_SECONDS);
    await Promise.all(due.map((upload) => this.look(upload)));
    const { waiting, oldest_seconds } = await this.store.waiting();
    this.metrics.waiting(waiting, oldest_seconds);
    if (due.length === 0) await this.store.sweep(ABANDONED_SECONDS);
    return due.length === CLAIMED_AT_ONCE;
  }

  private async look(upload: UploadRow): Promise<void> {
    try {
      const file = await this.bytes.whole(upload.pieces);
      await this.settle(upload, file, await this.verdictOn(file));
    } catch (error) {
      const outcome = failureOf(error);
      if (outcome === undefined) throw error;
      await this.postpone(upload, outcome, error);
    }
  }

  /** Undefined where there is no scanner and that is allowed. */
  private async verdictOn(file: Buffer): Promise<ScanVerdict | undefined> {
    if (this.scanner.isConfigured) return this.scanner.scan([file]);
    if (this.rules.isUnscannedAllowed) return undefined;
    throw new NoVerdict();
  }

  private async settle(upload: UploadRow, file: Buffer, verdict: ScanVerdict | undefined): Promise<void> {
    const { upload_id, tenant_id } = upload;
    if (verdict?.outcome === 'infected') {
      const nothing = { textStatus: 'none', textSha256: null, textCharacters: 0, textIsCut: false } as const;
      await this.store.settle(upload, { status: 'infected', finding: verdict.finding, ...nothing });
      this.metrics.scanned('infected');
      this.logger.warn({ upload_id, tenant_id, finding: verdict.finding }, 'infected upload, its bytes are given up');
      return;
    }
    const status = verdict === undefined ? 'unscanned' : 'clean';
    const { status: textStatus, text, isCut: textIsCut } = await this.texts.extract(upload.kind as UploadKind, file);
    const textSha256 = textStatus === 'extracted' ? await this.bytes.put(Buffer.from(text, 'utf8')) : null;
    const found = { textStatus, textSha256, textCharacters: text.length, textIsCut };
    await this.store.settle(upload, { status, finding: null, ...found });
    this.metrics.scanned(status);
    this.metrics.textFound(textStatus);
  }

  private async postpone(upload: UploadRow, outcome: ScanOutcome, err: unknown): Promise<void> {
    const { upload_id, tenant_id, scan_attempts } = upload;
    const doubled = FIRST_DELAY_SECONDS * 2 ** Math.min(scan_attempts - 1, 10);
    await this.store.postpone(upload, outcome, Math.min(LONGEST_DELAY_SECONDS, doubled));
    this.metrics.scanned(outcome);
    this.logger.warn(
      { upload_id, tenant_id, outcome, attempts: scan_attempts, err },
      'no verdict on an upload, it waits',
    );
  }
}

/** There is no scanner, and without one nothing is released. */
class NoVerdict extends Error {}

function failureOf(error: unknown): ScanOutcome | undefined {
  if (error instanceof ScanFailedError) return error.failure;
  if (error instanceof NoVerdict) return 'scanner-not-configured';
  return error instanceof Problem ? 'bytes-lost' : undefined;
}
