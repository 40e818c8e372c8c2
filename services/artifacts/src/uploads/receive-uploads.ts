import { Injectable } from '@nestjs/common';

import { createId, UPLOAD_PIECE_BYTES } from '@botarmy/contracts';
import type {
  AppendUploadReply,
  AppendUploadRequest,
  Caller,
  FinishUploadRequest,
  ForgetUploadReply,
  OpenUploadReply,
  OpenUploadRequest,
  UploadRequest,
  UploadView,
} from '@botarmy/contracts';

import { invalidFields } from '../artifacts/artifact-problems';
import { blobDigest } from '../blobs/blob-digest';
import { inspectUpload, TypeRefused } from './inspection/inspect-upload';
import { neutralName } from './inspection/neutral-name';
import { ArchiveRefused } from './inspection/unpacking-budget';
import type { KindOfFile } from './inspection/upload-kinds';
import { ScanLoop } from './scan-loop';
import { UploadBytes } from './upload-bytes';
import {
  archiveRefused,
  scannerMissing,
  typeRefused,
  uploadIncomplete,
  uploadInProgress,
  uploadNotFound,
  uploadRateExceeded,
  uploadTooLarge,
} from './upload-problems';
import { UploadRules } from './upload-rules';
import { UploadStore } from './upload-store';
import { UploadMetrics } from './upload.metrics';
import { UploadRepository, uploadView } from './upload.repository';

/** Takes files in pieces; whole ones wait in quarantine. */
@Injectable()
export class ReceiveUploads {
  constructor(
    private readonly store: UploadStore,
    private readonly repository: UploadRepository,
    private readonly bytes: UploadBytes,
    private readonly rules: UploadRules,
    private readonly scans: ScanLoop,
    private readonly metrics: UploadMetrics,
  ) {}

  /** @throws {Problem} 503 without scanner where that is not allowed, 429 beyond the hour's uploads, 409 while the key uploads. */
  async open(caller: Caller, { name, stated_type: statedType }: OpenUploadRequest): Promise<OpenUploadReply> {
    if (!this.rules.isOpen) throw scannerMissing();
    const { tenant_id: tenantId, user_id: userId, idempotency_key: key } = caller;
    const limits = this.rules.limits(tenantId);
    const file = { uploadId: createId('upl'), name: neutralName(name), statedType: statedType.replaceAll('\0', '') };
    const opened = await this.store.open({ tenantId, userId, key }, file, limits);
    this.metrics.opened(opened.outcome);
    if (opened.outcome === 'refused') throw uploadRateExceeded(opened.wait_seconds);
    if (opened.outcome === 'busy') throw uploadInProgress();
    const known = opened.outcome === 'known' ? await this.repository.find(tenantId, opened.upload_id) : undefined;
    return {
      upload_id: opened.upload_id,
      max_bytes: this.rules.maxBytes,
      upload: known === undefined ? null : uploadView(known),
    };
  }

  /** @throws {Problem} 413 beyond the most bytes of a file, 409 for a piece out of order, 404 for no file of the caller. */
  async append(caller: Caller, request: AppendUploadRequest): Promise<AppendUploadReply> {
    const piece = Buffer.from(request.bytes, 'base64');
    if (piece.length === 0 || piece.length > UPLOAD_PIECE_BYTES) {
      throw invalidFields({ path: 'bytes', message: `are no base64 of 1 to ${UPLOAD_PIECE_BYTES} bytes` });
    }
    const { tenant_id: tenantId, user_id: userId } = caller;
    const { upload_id: uploadId, index } = request;
    if ((index + 1) * UPLOAD_PIECE_BYTES > this.rules.maxBytes + UPLOAD_PIECE_BYTES) throw this.tooLarge();
    const sha256 = await this.bytes.put(piece);
    const added = { uploadId, index, sha256, bytes: piece.length };
    const { outcome, received_bytes } = await this.store.append({ tenantId, userId }, added, this.rules.maxBytes);
    if (outcome === 'unknown') throw uploadNotFound();
    if (outcome === 'too-large') throw this.tooLarge();
    if (outcome === 'out-of-order') throw uploadIncomplete();
    return { received_bytes: Number(received_bytes) };
  }

  /** @throws {Problem} 415 or 422 when the file is not taken, and 409 when it is not whole; it is forgotten then. */
  async finish(caller: Caller, request: FinishUploadRequest): Promise<UploadView> {
    const { tenant_id: tenantId, user_id: userId } = caller;
    const upload = await this.repository.findReceiving(tenantId, request.upload_id, userId);
    if (upload === undefined) throw uploadNotFound();
    const file = await this.bytes.whole(upload.pieces);
    const sha256 = blobDigest(file);
    if (file.length !== request.size_bytes || sha256 !== request.sha256) {
      await this.abandon(caller, request);
      throw uploadIncomplete();
    }
    const { kind, mediaType } = await this.inspected(caller, upload, file);
    const found = { kind, mediaType, sha256, pieces: upload.pieces.length };
    const { uploadId: upload_id, name, uploadedBy: uploaded_by } = upload;
    if (!(await this.store.finish(tenantId, { upload_id, name, uploaded_by }, found))) throw uploadIncomplete();
    this.metrics.received(kind, file.length);
    this.scans.nudge();
    return uploadView({ ...upload, ...found, pieces: upload.pieces, status: 'quarantined' });
  }

  async abandon(caller: Caller, { upload_id }: UploadRequest): Promise<ForgetUploadReply> {
    await this.store.abandon(caller.tenant_id, upload_id, caller.user_id);
    return { upload_id };
  }

  private async inspected(
    caller: Caller,
    { uploadId, name, statedType }: { uploadId: string; name: string; statedType: string },
    file: Buffer,
  ): Promise<KindOfFile> {
    try {
      return await inspectUpload(name, statedType, file);
    } catch (error) {
      await this.abandon(caller, { upload_id: uploadId });
      if (error instanceof TypeRefused) {
        this.metrics.refused(error.reason === 'mismatch' ? 'type-mismatch' : 'type-not-allowed');
        throw typeRefused(error);
      }
      if (!(error instanceof ArchiveRefused)) throw error;
      this.metrics.refused(error.fault);
      throw archiveRefused(error);
    }
  }

  private tooLarge(): Error {
    this.metrics.refused('too-large');
    return uploadTooLarge(this.rules.maxBytes);
  }
}
