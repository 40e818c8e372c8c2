import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text, Timestamp } from '../fields';

/** What a stop switch can stop. */
export const STOP_SCOPES = ['everything', 'tenant', 'process', 'agent'] as const;
/** What a stop switch stops. */
export type StopScope = (typeof STOP_SCOPES)[number];

/** Tenant of a stop that holds in all tenants. */
export const ALL_TENANTS = '*';

/** An operator stopped something, or lifted the stop. */
export class StopSwitchChanged {
  @Identifier() stop_id!: string;
  @OneOf(['stopped', 'lifted']) change!: 'stopped' | 'lifted';
  @OneOf(STOP_SCOPES) scope!: StopScope;
  /** The tenant that stands still; `*` for all. */
  @Text({ min: 1, max: 128 }) target_tenant!: string;
  /** Process or agent id; empty for a tenant and for everything. */
  @Text({ max: 128 }) subject!: string;
  @Text({ max: 500 }) reason!: string;
  @Identifier() changed_by!: string;
  @Timestamp() changed_at!: string;
}

/** For the audit trail; orchestrators and routers follow it and then ask what is stopped. */
export const stopSwitchChanged = defineEvent({
  entity: 'stop-switch',
  verb: 'changed',
  version: 1,
  key: ['stop_id'],
  payload: StopSwitchChanged,
  producers: ['orchestrator'],
  description: 'An operator stopped an agent, a process, a tenant or everything, or lifted such a stop.',
});
