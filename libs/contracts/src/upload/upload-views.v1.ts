import { Count, Identifier, OneOf, Text, Timestamp } from '../fields';

/** What became of an upload: it waits for the scanner, may be read (`clean`, or `unscanned` where that is allowed), or is gone. */
export const UPLOAD_STATUSES = ['quarantined', 'clean', 'unscanned', 'infected', 'deleted'] as const;
/** One of `UPLOAD_STATUSES`. */
export type UploadStatus = (typeof UPLOAD_STATUSES)[number];

/** Kinds of files that are taken. */
export const UPLOAD_KINDS = ['markdown', 'text', 'csv', 'json', 'yaml', 'pdf', 'docx', 'xlsx', 'zip', 'gzip'] as const;
/** One of `UPLOAD_KINDS`. */
export type UploadKind = (typeof UPLOAD_KINDS)[number];

/** The text of an upload: not looked for yet, there, not to be had from this kind, or not to be had from this file. */
export const UPLOAD_TEXT_STATUSES = ['waiting', 'extracted', 'none', 'failed'] as const;
/** One of `UPLOAD_TEXT_STATUSES`. */
export type UploadTextStatus = (typeof UPLOAD_TEXT_STATUSES)[number];

/** An uploaded file. */
export class UploadView {
  @Identifier() id!: string;
  /** The name it was sent with, made harmless. */
  @Text({ max: 200 }) name!: string;
  @OneOf(UPLOAD_KINDS) kind!: UploadKind;
  /** Media type by what the bytes are. */
  @Text({ max: 100 }) media_type!: string;
  @Count() size_bytes!: number;
  @Text({ max: 64 }) sha256!: string;
  @OneOf(UPLOAD_STATUSES) status!: UploadStatus;
  /** What the scanner found; null unless infected. */
  @Text({ max: 200, nullable: true }) finding!: string | null;
  /** Why the last scan gave no verdict, e.g. `scanner-unreachable`; it is tried again. Null when none failed. */
  @Text({ max: 100, nullable: true }) scan_problem!: string | null;
  @OneOf(UPLOAD_TEXT_STATUSES) text_status!: UploadTextStatus;
  @Count() text_characters!: number;
  @Identifier() uploaded_by!: string;
  @Timestamp() uploaded_at!: string;
  @Timestamp({ nullable: true }) scanned_at!: string | null;
}
