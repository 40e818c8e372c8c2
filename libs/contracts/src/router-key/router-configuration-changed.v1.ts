import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text, Timestamp } from '../fields';

/** Keys of the router or of its door changed, or it was told to read its configuration again. */
export class RouterConfigurationChanged {
  @Identifier() event_id!: string;
  @OneOf(['provider-key-added', 'provider-key-retired', 'virtual-key-created', 'virtual-key-revoked', 'refreshed'])
  change!: 'provider-key-added' | 'provider-key-retired' | 'virtual-key-created' | 'virtual-key-revoked' | 'refreshed';
  /** The key; null where everything is read again. */
  @Text({ max: 128, nullable: true }) key_id!: string | null;
  @Text({ max: 128 }) changed_by!: string;
  @Timestamp() changed_at!: string;
}

/** News for the router's replicas, for the door and for the audit. */
export const routerConfigurationChanged = defineEvent({
  entity: 'router-configuration',
  verb: 'changed',
  version: 1,
  payload: RouterConfigurationChanged,
  producers: ['llm-router'],
  key: ['event_id'],
  description: "Keys of providers or of the OpenAI-compatible door changed; routers read providers' keys again.",
});
