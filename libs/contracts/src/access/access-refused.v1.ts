import { defineEvent } from '../define-message';
import { Count, Identifier, Text, Timestamp } from '../fields';

/** A privileged request was refused. */
export class AccessRefused {
  @Identifier() request_id!: string;
  @Identifier() user_id!: string;
  @Text({ max: 10 }) method!: string;
  /** Route template, never the raw address. */
  @Text({ max: 300 }) route!: string;
  @Count({ min: 400, max: 499 }) status!: number;
  @Text({ max: 100 }) code!: string;
  @Timestamp() refused_at!: string;
}

/** Published with acknowledgement before the refusal is answered, for the audit trail. */
export const accessRefused = defineEvent({
  entity: 'access',
  verb: 'refused',
  version: 1,
  key: ['event_id'],
  payload: AccessRefused,
  producers: ['gateway'],
  description: 'A privileged request was refused.',
});
