import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text, Timestamp } from '../fields';
import { UPLOAD_STATUSES, UPLOAD_TEXT_STATUSES } from './upload-views.v1';
import type { UploadStatus, UploadTextStatus } from './upload-views.v1';

/** An upload arrived, the scanner gave its verdict, or somebody removed it. */
export class UploadChanged {
  @Identifier() upload_id!: string;
  @Text({ max: 200 }) name!: string;
  @OneOf(UPLOAD_STATUSES) status!: UploadStatus;
  @Text({ max: 200, nullable: true }) finding!: string | null;
  @OneOf(UPLOAD_TEXT_STATUSES) text_status!: UploadTextStatus;
  @Identifier() uploaded_by!: string;
  @Timestamp() changed_at!: string;
}

/** News of uploads. */
export const uploadChanged = defineEvent({
  entity: 'upload',
  verb: 'changed',
  version: 1,
  key: ['upload_id'],
  payload: UploadChanged,
  producers: ['artifacts'],
  description: 'An upload arrived, was scanned or was removed.',
});
