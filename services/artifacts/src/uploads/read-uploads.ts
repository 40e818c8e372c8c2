import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import type {
  Caller,
  ForgetUploadReply,
  ListUploadsReply,
  ListUploadsRequest,
  ReadUploadPieceReply,
  ReadUploadPieceRequest,
  ReadUploadTextReply,
  ScannerStatusReply,
  UploadRequest,
  UploadView,
} from '@botarmy/contracts';

import { invalidFields } from '../artifacts/artifact-problems';
import { ArtifactsConfig } from '../config';
import type { Upload } from '../generated/prisma/client';
import { ScanFailedError, Scanner } from './scanner/scanner';
import { UploadBytes } from './upload-bytes';
import { uploadNotFound, uploadNotReleased, uploadWithoutText } from './upload-problems';
import { UploadRules } from './upload-rules';
import { UploadStore } from './upload-store';
import { UploadRepository, uploadView } from './upload.repository';

const DEFAULT_LIMIT = 20;
const HOUR_MS = 3_600_000;
/** Signatures older than this find too little. */
const OLD_HOURS = 48;

/** Lists uploads and reads those that were released. */
@Injectable()
export class ReadUploads {
  constructor(
    private readonly repository: UploadRepository,
    private readonly store: UploadStore,
    private readonly bytes: UploadBytes,
    private readonly scanner: Scanner,
    private readonly config: ArtifactsConfig,
    private readonly rules: UploadRules,
    private readonly clock: Clock,
  ) {}

  async list({ tenant_id }: Caller, request: ListUploadsRequest): Promise<ListUploadsReply> {
    const { status, cursor: before, limit = DEFAULT_LIMIT } = request;
    const { uploads, total, hasMore } = await this.repository.list(tenant_id, { status, before, limit });
    const last = hasMore ? uploads.at(-1) : undefined;
    return { uploads: uploads.map(uploadView), total_count: total, next_cursor: last?.uploadId ?? null };
  }

  async get(caller: Caller, request: UploadRequest): Promise<UploadView> {
    return uploadView(await this.find(caller, request));
  }

  /** @throws {Problem} 404 for no upload of the tenant, 409 unless it was released. */
  async readPiece(caller: Caller, request: ReadUploadPieceRequest): Promise<ReadUploadPieceReply> {
    const upload = await this.findReleased(caller, request);
    const sha256 = upload.pieces[request.index];
    // An empty file has no piece; it is read as one without bytes.
    if (sha256 === undefined && (request.index > 0 || upload.pieces.length > 0)) {
      throw invalidFields({ path: 'index', message: 'is no piece of this upload' });
    }
    const bytes = sha256 === undefined ? '' : (await this.bytes.get(sha256)).toString('base64');
    return { upload: uploadView(upload), bytes };
  }

  /** @throws {Problem} 404 for no upload of the tenant, 409 unless it was released and has a text. */
  async readText(caller: Caller, request: UploadRequest): Promise<ReadUploadTextReply> {
    const upload = await this.findReleased(caller, request);
    if (upload.textSha256 === null) throw uploadWithoutText();
    const text = (await this.bytes.get(upload.textSha256)).toString('utf8');
    return { upload: uploadView(upload), text, is_cut: upload.textIsCut };
  }

  /** @throws {Problem} 404 for no upload of the tenant. */
  async remove(caller: Caller, request: UploadRequest): Promise<ForgetUploadReply> {
    const upload = await this.find(caller, request);
    const { id: upload_id, name, uploaded_by, finding, text_status } = uploadView(upload);
    const gone = await this.store.remove(caller.tenant_id, { upload_id, name, uploaded_by, finding, text_status });
    if (!gone) throw uploadNotFound();
    return { upload_id };
  }

  /** Asks the scanner how it is. */
  async scannerStatus({ tenant_id }: Caller): Promise<ScannerStatusReply> {
    const waiting = await this.repository.countWaiting(tenant_id);
    const nothing = { engine: null, signatures_version: null, signatures_age_hours: null };
    const known = { unscanned: this.config.UPLOAD_UNSCANNED, waiting };
    if (!this.scanner.isConfigured) return { status: 'off', ...nothing, ...known };
    try {
      const { engine, signaturesVersion, signaturesMadeAt } = await this.scanner.version();
      const ageMs = signaturesMadeAt === null ? null : this.clock.now().getTime() - signaturesMadeAt.getTime();
      const age = ageMs === null ? null : Math.max(0, Math.floor(ageMs / HOUR_MS));
      const status = age === null || age > OLD_HOURS ? 'degraded' : 'healthy';
      return { status, engine, signatures_version: signaturesVersion, signatures_age_hours: age, ...known };
    } catch (error) {
      if (!(error instanceof ScanFailedError)) throw error;
      return { status: 'unreachable', ...nothing, ...known };
    }
  }

  private async find({ tenant_id }: Caller, { upload_id }: UploadRequest): Promise<Upload> {
    const upload = await this.repository.find(tenant_id, upload_id);
    if (upload === undefined) throw uploadNotFound();
    return upload;
  }

  /** The one place that decides whether bytes or text may leave. */
  private async findReleased(caller: Caller, request: UploadRequest): Promise<Upload> {
    const upload = await this.find(caller, request);
    const isAllowedUnscanned = upload.status === 'unscanned' && this.rules.isUnscannedAllowed;
    if (upload.status !== 'clean' && !isAllowedUnscanned) throw uploadNotReleased(upload.status);
    return upload;
  }
}
