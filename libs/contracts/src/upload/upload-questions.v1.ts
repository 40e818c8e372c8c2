import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';
import { ForgetUploadReply, UploadRequest } from './receive-upload.v1';
import { UPLOAD_STATUSES, UploadView } from './upload-views.v1';
import type { UploadStatus } from './upload-views.v1';

/** A page of the tenant's uploads. */
export class ListUploadsRequest {
  @OneOf(UPLOAD_STATUSES, { optional: true }) status?: UploadStatus;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  /** `next_cursor` of the page before. */
  @Identifier({ optional: true }) cursor?: string;
}
/** Newest first. */
export class ListUploadsReply {
  @ListOf(() => UploadView, { maxItems: 100 }) uploads!: UploadView[];
  @Count() total_count!: number;
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Lists uploads. */
export const listUploads = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'list',
  version: 1,
  request: ListUploadsRequest,
  reply: ListUploadsReply,
  role: 'viewer',
});

/** Shows one upload. */
export const getUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway', 'hitl', 'orchestrator'],
  entity: 'upload',
  verb: 'get',
  version: 1,
  request: UploadRequest,
  reply: UploadView,
  role: 'viewer',
});

/** One piece of a released upload. */
export class ReadUploadPieceRequest {
  @Identifier() upload_id!: string;
  @Count() index!: number;
}
/** Pieces are `UPLOAD_PIECE_BYTES` long, the last one shorter. */
export class ReadUploadPieceReply {
  @Nested(() => UploadView) upload!: UploadView;
  /** Base64. */
  @Text({ max: 524_288 }) bytes!: string;
}
/** Reads bytes of an upload that was released: of no other one, ever. */
export const readUploadPiece = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'read-piece',
  version: 1,
  request: ReadUploadPieceRequest,
  reply: ReadUploadPieceReply,
  role: 'viewer',
});

/** The text of an upload. */
export class ReadUploadTextReply {
  @Nested(() => UploadView) upload!: UploadView;
  @Text({ max: 400_000 }) text!: string;
  /** True when the file holds more text than is kept. */
  @Flag() is_cut!: boolean;
}
/** Reads what was found as text in an upload that was released. */
export const readUploadText = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway', 'hitl', 'orchestrator'],
  entity: 'upload',
  verb: 'read-text',
  version: 1,
  request: UploadRequest,
  reply: ReadUploadTextReply,
  role: 'viewer',
});

/** Removes an upload; its bytes follow with the next sweep. */
export const deleteUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'delete',
  version: 1,
  request: UploadRequest,
  reply: ForgetUploadReply,
  role: 'operator',
});

/** The scanner of uploads, as it answered last. */
export class ScannerStatusReply {
  /** `off`: none is configured. `degraded`: it answers, but its signatures are old. */
  @OneOf(['off', 'healthy', 'degraded', 'unreachable']) status!: 'off' | 'healthy' | 'degraded' | 'unreachable';
  @Text({ max: 200, nullable: true }) engine!: string | null;
  @Count({ nullable: true }) signatures_version!: number | null;
  @Count({ nullable: true }) signatures_age_hours!: number | null;
  /** What happens to uploads without a scanner. */
  @OneOf(['allow', 'refuse']) unscanned!: 'allow' | 'refuse';
  /** Uploads of this tenant that wait for a verdict. */
  @Count() waiting!: number;
}
/** Says how the scanner is. */
export const getScannerStatus = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'scanner-status',
  version: 1,
  request: EmptyRequest,
  reply: ScannerStatusReply,
  role: 'viewer',
});
