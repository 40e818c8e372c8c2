import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** What a key may use; kept as budgets and limits of the scope `virtual_key`, where they can be changed. */
export class VirtualKeyLimits {
  @Count({ min: 1, max: 1_000_000, optional: true }) requests_per_minute?: number;
  @Count({ min: 1, max: 2_000_000_000, optional: true }) tokens_per_minute?: number;
  @Count({ min: 1, max: 100_000, optional: true }) max_concurrent?: number;
  /** Millionths of a US dollar per period. */
  @Count({ optional: true }) budget_micros?: number;
  /** Window of the budget; a month where absent. */
  @OneOf(['day', 'month', 'total'], { optional: true }) budget_period?: 'day' | 'month' | 'total';
}

/** A key for the OpenAI-compatible door. */
export class CreateVirtualKeyRequest {
  @Text({ min: 1, max: 100 }) name!: string;
  /** What its calls are counted under besides the key itself. */
  @Identifier({ optional: true }) group_id?: string;
  /** Routes and models (`provider/model`, `provider/*`) it may ask for; all where absent. */
  @TextList({ maxItems: 100, max: 200, optional: true }) models?: string[];
  @Timestamp({ optional: true }) expires_at?: string;
  @Nested(() => VirtualKeyLimits, { optional: true }) limits?: VirtualKeyLimits;
}

/** A key without its secret. */
export class VirtualKeyView {
  @Identifier() key_id!: string;
  @Text({ max: 100 }) name!: string;
  /** The last characters of the secret, to recognize it by. */
  @Text({ max: 8 }) ends_with!: string;
  @Text({ max: 128, nullable: true }) group_id!: string | null;
  /** Null where all may be asked for. */
  @TextList({ maxItems: 100, max: 200, nullable: true }) models!: string[] | null;
  @OneOf(['active', 'expired', 'revoked']) status!: string;
  @Text({ max: 128 }) created_by!: string;
  @Timestamp() created_at!: string;
  @Timestamp({ nullable: true }) expires_at!: string | null;
  @Timestamp({ nullable: true }) revoked_at!: string | null;
}

/** A new key; its secret is never shown again. */
export class CreateVirtualKeyReply {
  @Text({ max: 200 }) secret!: string;
  @Nested(() => VirtualKeyView) key!: VirtualKeyView;
}

/** The keys of the tenant, newest first, ended ones included. */
export class ListVirtualKeysReply {
  @ListOf(() => VirtualKeyView) keys!: VirtualKeyView[];
}

/** Names a key. */
export class VirtualKeyRequest {
  @Identifier() key_id!: string;
}

/** Says since when it is of no use. */
export class RevokeVirtualKeyReply {
  @Timestamp() revoked_at!: string;
}

/** A secret somebody presented. */
export class VerifyVirtualKeyRequest {
  @Text({ min: 1, max: 200 }) secret!: string;
}

/** Whose it is and what it may do. */
export class VerifyVirtualKeyReply {
  @Identifier() key_id!: string;
  @Identifier() tenant_id!: string;
  @Text({ max: 100 }) name!: string;
  @Text({ max: 128, nullable: true }) group_id!: string | null;
  @TextList({ maxItems: 100, max: 200, nullable: true }) models!: string[] | null;
  @Timestamp({ nullable: true }) expires_at!: string | null;
  /** True when limits per minute apply to it. */
  @Flag() has_rate_limits!: boolean;
}

/** What is left to a key in the current minute; null where nothing limits it. */
export class VirtualKeyAllowanceReply {
  @Count({ nullable: true }) requests_limit!: number | null;
  @Count({ nullable: true }) requests_left!: number | null;
  /** Milliseconds until all of them are left again. */
  @Count({ nullable: true }) requests_reset_ms!: number | null;
  @Count({ nullable: true }) tokens_limit!: number | null;
  @Count({ nullable: true }) tokens_left!: number | null;
  @Count({ nullable: true }) tokens_reset_ms!: number | null;
}

const keys = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'virtual-key', version: 1 } as const;

/** Makes a key. Refuses with 400 `invalid-virtual-key` what could never be used. */
export const createVirtualKey = defineQuestion({
  ...keys,
  verb: 'create',
  request: CreateVirtualKeyRequest,
  reply: CreateVirtualKeyReply,
  role: 'admin',
});

/** Keys of the tenant. */
export const listVirtualKeys = defineQuestion({
  ...keys,
  verb: 'list',
  request: EmptyRequest,
  reply: ListVirtualKeysReply,
  role: 'admin',
});

/** Ends a key at once; ending it again changes nothing. Refuses with 404 `virtual-key-not-found`. */
export const revokeVirtualKey = defineQuestion({
  ...keys,
  verb: 'revoke',
  request: VirtualKeyRequest,
  reply: RevokeVirtualKeyReply,
  role: 'admin',
});

/** Whose a presented secret is. Refuses with 401 `invalid-api-key`, whatever is wrong with it. */
export const verifyVirtualKey = defineQuestion({
  ...keys,
  verb: 'verify',
  request: VerifyVirtualKeyRequest,
  reply: VerifyVirtualKeyReply,
  role: 'anonymous',
});

/** What is left to a key in the current minute. */
export const readVirtualKeyAllowance = defineQuestion({
  ...keys,
  verb: 'read-allowance',
  request: VirtualKeyRequest,
  reply: VirtualKeyAllowanceReply,
  role: 'operator',
});
