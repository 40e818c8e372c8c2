import { defineEvent } from '../define-message';
import { Identifier, JsonObject, Text, Timestamp } from '../fields';

/** Keys of the configuration were changed while the platform runs. */
export class ConfigurationChanged {
  /** The tenant whose values they are; `*` for those of the installation. */
  @Text({ min: 1, max: 128 }) target_tenant!: string;
  /** Values of the changed keys before; a key that had its default is absent. */
  @JsonObject() before!: object;
  /** Values of the changed keys now; a key that has its default again is absent. */
  @JsonObject() after!: object;
  @Identifier() changed_by!: string;
  @Timestamp() changed_at!: string;
}

/** For the audit trail, and so that every replica reads the configuration again. */
export const configurationChanged = defineEvent({
  entity: 'configuration',
  verb: 'changed',
  version: 1,
  key: ['event_id'],
  payload: ConfigurationChanged,
  producers: ['orchestrator'],
  description: 'Values of the configuration changed, of a tenant or of the installation.',
});
