import { defineQuestion } from '../define-question';
import { Count, Identifier, Nested, Text } from '../fields';
import { UploadView } from './upload-views.v1';

/** Bytes of one piece; every piece but the last has this length. */
export const UPLOAD_PIECE_BYTES = 393_216;

/** A file begins to arrive. */
export class OpenUploadRequest {
  /** As the client sent it. */
  @Text({ max: 1_000 }) name!: string;
  /** The type the client stated; empty when it stated none. */
  @Text({ max: 200 }) stated_type!: string;
}
/** Where its pieces go. */
export class OpenUploadReply {
  @Identifier() upload_id!: string;
  /** More bytes than this are refused. */
  @Count() max_bytes!: number;
  /** Set when the same idempotency key has uploaded this already. */
  @Nested(() => UploadView, { nullable: true }) upload!: UploadView | null;
}
/** Makes room for a file; counts against the limits of uploads per hour. */
export const openUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'open',
  version: 1,
  request: OpenUploadRequest,
  reply: OpenUploadReply,
  role: 'operator',
});

/** The next piece of a file. */
export class AppendUploadRequest {
  @Identifier() upload_id!: string;
  /** 0 for the first piece. */
  @Count() index!: number;
  /** Base64 of at most `UPLOAD_PIECE_BYTES` bytes. */
  @Text({ min: 1, max: 524_288 }) bytes!: string;
}
/** How much has arrived. */
export class AppendUploadReply {
  @Count() received_bytes!: number;
}
/** Stores a piece; the same piece twice is stored once. */
export const appendUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'append',
  version: 1,
  request: AppendUploadRequest,
  reply: AppendUploadReply,
  role: 'operator',
});

/** The file is complete. */
export class FinishUploadRequest {
  @Identifier() upload_id!: string;
  @Count() size_bytes!: number;
  @Text({ pattern: /^[0-9a-f]{64}$/ }) sha256!: string;
}
/** Looks into the file; what is no file of an allowed kind, or a dangerous archive, is refused and forgotten. */
export const finishUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'finish',
  version: 1,
  request: FinishUploadRequest,
  reply: UploadView,
  role: 'operator',
});

/** Names an upload. */
export class UploadRequest {
  @Identifier() upload_id!: string;
}
/** Nothing to say. */
export class ForgetUploadReply {
  @Identifier() upload_id!: string;
}
/** Forgets what has arrived of a file that will not be complete. */
export const abandonUpload = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'upload',
  verb: 'abandon',
  version: 1,
  request: UploadRequest,
  reply: ForgetUploadReply,
  role: 'operator',
});
