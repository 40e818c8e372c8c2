import { defineEvent } from '../define-message';
import { Identifier, Nested, Timestamp } from '../fields';
import { TenantRules } from './resource-rules.v1';

/** The rules of a tenant changed. */
export class ResourceRulesChanged {
  @Identifier() changed_by!: string;
  @Timestamp() changed_at!: string;
  /** Null: the defaults are in force again. */
  @Nested(() => TenantRules, { nullable: true }) before!: TenantRules | null;
  @Nested(() => TenantRules, { nullable: true }) after!: TenantRules | null;
}

/** For the audit trail, and so that every orchestrator applies them. */
export const resourceRulesChanged = defineEvent({
  entity: 'resource-rules',
  verb: 'changed',
  version: 1,
  key: ['event_id'],
  payload: ResourceRulesChanged,
  producers: ['orchestrator'],
  description: 'The limits of a tenant changed.',
});
