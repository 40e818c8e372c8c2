import { defineEvent } from '../define-message';
import { Identifier, Text, Timestamp } from '../fields';

/** A tenant has a new current version of a process. */
export class ProcessPublished {
  @Identifier() name!: string;
  @Text({ max: 64 }) process_version!: string;
  @Text({ max: 64 }) content_hash!: string;
  @Identifier() published_by!: string;
  @Timestamp() published_at!: string;
}

/** For the audit trail. */
export const processPublished = defineEvent({
  entity: 'process',
  verb: 'published',
  version: 1,
  key: ['name'],
  payload: ProcessPublished,
  producers: ['orchestrator'],
  description: 'A tenant published a version of a process; workflows that run keep theirs.',
});
