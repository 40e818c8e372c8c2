import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, OneOf, Text, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** A key of the tenant's own for a provider; several share the calls. It is kept encrypted and never shown again. */
export class AddProviderKeyRequest {
  @Identifier() provider!: string;
  @Text({ min: 1, max: 100 }) name!: string;
  @Text({ min: 8, max: 500, pattern: /^[\x21-\x7e]+$/ }) secret!: string;
  /** A key this one replaces: both are used until the overlap is over, from then on the new one alone. */
  @Identifier({ optional: true }) replaces?: string;
  /** Seconds both are used; an hour where absent. */
  @Count({ max: 2_592_000, optional: true }) overlap_s?: number;
}

/** A key without its secret. */
export class ProviderKeyView {
  @Identifier() key_id!: string;
  @Identifier() provider!: string;
  @Text({ max: 100 }) name!: string;
  /** The last characters of the secret, to recognize it by. */
  @Text({ max: 8 }) ends_with!: string;
  /** As the replica that answers sees it; `unreadable` when its master key is not configured, `retired` when its time is over. */
  @OneOf(['healthy', 'failing', 'unreadable', 'retired']) status!: string;
  @Text({ max: 128 }) created_by!: string;
  @Timestamp() created_at!: string;
  /** When it stops being used; null where nothing ends it. */
  @Timestamp({ nullable: true }) valid_until!: string | null;
}

/** The tenant's keys, newest first. */
export class ListProviderKeysReply {
  @ListOf(() => ProviderKeyView) keys!: ProviderKeyView[];
}

/** Names a key. */
export class ProviderKeyRequest {
  @Identifier() key_id!: string;
}

/** Says since when it is not used any more. */
export class RetireProviderKeyReply {
  @Timestamp() retired_at!: string;
}

/** What the answering replica works with now; the others follow within a moment. */
export class RefreshRouterReply {
  /** Keys of all tenants in use. */
  @Count() provider_keys!: number;
  /** Keys that could not be opened: their master key is not configured. */
  @Count() unreadable_keys!: number;
  /** Configured keys of the installation that were read anew and had changed. */
  @Count() changed_settings!: number;
  @Timestamp() refreshed_at!: string;
}

const keys = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'provider-key', version: 1 } as const;

/** Adds a key, or replaces one. Refuses with 400 `unknown-provider`, 404 `provider-key-not-found`, 409 `master-keys-missing`. */
export const addProviderKey = defineQuestion({
  ...keys,
  verb: 'add',
  request: AddProviderKeyRequest,
  reply: ProviderKeyView,
  role: 'admin',
});

/** The tenant's keys. */
export const listProviderKeys = defineQuestion({
  ...keys,
  verb: 'list',
  request: EmptyRequest,
  reply: ListProviderKeysReply,
  role: 'admin',
});

/** Ends a key at once. Refuses with 404 `provider-key-not-found`. */
export const retireProviderKey = defineQuestion({
  ...keys,
  verb: 'retire',
  request: ProviderKeyRequest,
  reply: RetireProviderKeyReply,
  role: 'admin',
});

/** Reads keys again, without a restart; every replica follows. */
export const refreshRouter = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'configuration',
  verb: 'refresh',
  version: 1,
  request: EmptyRequest,
  reply: RefreshRouterReply,
  role: 'admin',
});
