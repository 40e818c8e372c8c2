import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import { createId, uploadChanged } from '@botarmy/contracts';
import type { UploadStatus, UploadTextStatus } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { UploadLimits } from './upload-rules';

/** A row of the table as its functions return it. */
export interface UploadRow {
  readonly upload_id: string;
  readonly tenant_id: string;
  readonly uploaded_by: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly size_bytes: string;
  readonly pieces: string[];
  readonly scan_attempts: number;
}

/** What becomes of an upload that was looked at. */
export interface UploadSettlement {
  readonly status: 'clean' | 'unscanned' | 'infected';
  readonly finding: string | null;
  readonly textStatus: Exclude<UploadTextStatus, 'waiting'>;
  readonly textSha256: string | null;
  readonly textCharacters: number;
  readonly textIsCut: boolean;
}

type Change = {
  readonly upload_id: string;
  readonly name: string;
  readonly uploaded_by: string;
  readonly status: UploadStatus;
  readonly finding: string | null;
  readonly text_status: UploadTextStatus;
};

/** Everything that changes uploads; each is one call of the database, its news in the same transaction. */
@Injectable()
export class UploadStore {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
  ) {}

  async open(
    by: { tenantId: string; userId: string; key: string | undefined },
    file: { uploadId: string; name: string; statedType: string },
    limits: UploadLimits,
  ): Promise<{ outcome: 'opened' | 'known' | 'refused' | 'busy'; upload_id: string; wait_seconds: number }> {
    const { uploadId, name, statedType } = file;
    const [row] = await this.database.call<Awaited<ReturnType<UploadStore['open']>>>(
      'open_upload',
      ...[by.tenantId, by.userId, by.key ?? null, uploadId, name, statedType],
      ...[limits.ofUser, limits.ofAll, limits.burst],
    );
    if (row === undefined) throw new Error('open_upload gave no answer');
    return row;
  }

  async append(
    by: { tenantId: string; userId: string },
    piece: { uploadId: string; index: number; sha256: string; bytes: number },
    maxBytes: number,
  ): Promise<{ outcome: string; received_bytes: string }> {
    const { uploadId, index, sha256, bytes } = piece;
    const [row] = await this.database.call<{ outcome: string; received_bytes: string }>(
      'append_upload',
      ...[by.tenantId, by.userId, uploadId, index, sha256, bytes, maxBytes],
    );
    if (row === undefined) throw new Error('append_upload gave no answer');
    return row;
  }

  async finish(
    tenantId: string,
    upload: { upload_id: string; name: string; uploaded_by: string },
    found: { kind: string; mediaType: string; sha256: string; pieces: number },
  ): Promise<boolean> {
    const news = changed(tenantId, { ...upload, status: 'quarantined', finding: null, text_status: 'waiting' });
    const { kind, mediaType, sha256, pieces } = found;
    const [row] = await this.database.call<{ finished: boolean }>(
      'finish_upload',
      ...[tenantId, upload.upload_id, kind, mediaType, sha256, pieces, JSON.stringify([news])],
    );
    this.relay.nudge();
    return row?.finished === true;
  }

  /** Takes uploads that are due, of any tenant, for so many seconds. */
  claim(limit: number, leaseSeconds: number): Promise<UploadRow[]> {
    return this.database.call<UploadRow>('claim_uploads', limit, leaseSeconds);
  }

  /** False when somebody else has claimed it since, or it was removed. */
  async settle(upload: UploadRow, settlement: UploadSettlement): Promise<boolean> {
    const { tenant_id, upload_id, scan_attempts, name, uploaded_by } = upload;
    const { status, finding, textStatus, textSha256, textCharacters, textIsCut } = settlement;
    const news = changed(tenant_id, { upload_id, name, uploaded_by, status, finding, text_status: textStatus });
    const [row] = await this.database.call<{ settled: boolean }>(
      'settle_upload',
      ...[tenant_id, upload_id, scan_attempts, status, finding],
      ...[textStatus, textSha256, textCharacters, textIsCut, JSON.stringify([news])],
    );
    this.relay.nudge();
    return row?.settled === true;
  }

  async postpone(upload: UploadRow, problem: string, delaySeconds: number): Promise<void> {
    const { tenant_id, upload_id, scan_attempts } = upload;
    await this.database.call('postpone_upload', tenant_id, upload_id, scan_attempts, problem, delaySeconds);
  }

  /** Forgets a file that is still arriving, for whoever sends it. */
  async abandon(tenantId: string, uploadId: string, userId: string): Promise<boolean> {
    return this.forget(tenantId, uploadId, userId, []);
  }

  /** Removes an upload and says so. */
  async remove(tenantId: string, upload: Omit<Change, 'status'>): Promise<boolean> {
    const news = changed(tenantId, { ...upload, status: 'deleted' });
    const isGone = await this.forget(tenantId, upload.upload_id, null, [news]);
    this.relay.nudge();
    return isGone;
  }

  async rescanUnscanned(): Promise<void> {
    await this.database.call('scan_unscanned_uploads');
  }

  async sweep(ageSeconds: number): Promise<void> {
    await this.database.call('sweep_uploads', ageSeconds);
  }

  async waiting(): Promise<{ waiting: number; oldest_seconds: number }> {
    const [row] = await this.database.read<{ waiting: number; oldest_seconds: number }>('count_waiting_uploads');
    return row ?? { waiting: 0, oldest_seconds: 0 };
  }

  private async forget(
    tenantId: string,
    uploadId: string,
    sender: string | null,
    news: readonly OutgoingMessage[],
  ): Promise<boolean> {
    const events = JSON.stringify(news);
    const rows = await this.database.call<{ forgotten: boolean }>('forget_upload', tenantId, uploadId, sender, events);
    return rows[0]?.forgotten === true;
  }
}

function changed(tenantId: string, change: Change): OutgoingMessage {
  return outgoingMessage(uploadChanged, {
    eventId: createId('msg'),
    tenantId,
    key: [change.upload_id],
    payload: { ...change, changed_at: new Date().toISOString() },
  });
}
