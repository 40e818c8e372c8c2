import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** What is looked for in model calls. */
export const GUARDRAIL_KINDS = [
  'private_key',
  'connection_string',
  'jwt',
  'provider_key',
  'assigned_secret',
  'email',
  'iban',
  'card',
  'national_id',
  'phone',
  'name',
  'injection',
] as const;

/** What can be done about it: nothing, a note on the call record, a placeholder in its place, a refusal. */
export const GUARDRAIL_ACTIONS = ['ignore', 'label', 'redact', 'block'] as const;

/** What is done about one kind; `injection` is advisory and only `ignore` or `label`. */
export class GuardrailRule {
  @OneOf(GUARDRAIL_KINDS) kind!: (typeof GUARDRAIL_KINDS)[number];
  @OneOf(GUARDRAIL_ACTIONS) action!: (typeof GUARDRAIL_ACTIONS)[number];
}

/** A policy for a route; kinds without a rule are labelled. */
export class SetGuardrailPolicyRequest {
  /** Name of a route as calls ask for it, `provider/model`, or `*` for every route without a policy of its own. */
  @Text({ min: 1, max: 200, pattern: /^(\*|[A-Za-z0-9][A-Za-z0-9_:./@-]*)$/ }) route!: string;
  @ListOf(() => GuardrailRule, { maxItems: 12, optional: true }) rules?: GuardrailRule[];
  /** People whose names are looked for. */
  @TextList({ maxItems: 2_000, max: 100, optional: true }) names?: string[];
  /** Who gets values back for placeholders: whoever makes the call, or only readers who ask for them. */
  @OneOf(['caller', 'readers'], { optional: true }) restores_for?: 'caller' | 'readers';
  /** Most bytes (UTF-8) of all texts of a request. */
  @Count({ min: 1, max: 100_000_000, optional: true }) max_input_bytes?: number;
  /** Most tokens of an answer, whatever the request allows. */
  @Count({ min: 1, max: 1_000_000, optional: true }) max_output_tokens?: number;
  /** The version that is replaced, 0 for a new policy; whichever stands where absent. */
  @Count({ optional: true }) expected_version?: number;
}

/** A policy in force. */
export class GuardrailPolicyView {
  @Text({ max: 200 }) route!: string;
  @ListOf(() => GuardrailRule, { maxItems: 12 }) rules!: GuardrailRule[];
  @TextList({ maxItems: 2_000, max: 100 }) names!: string[];
  @OneOf(['caller', 'readers']) restores_for!: 'caller' | 'readers';
  @Count({ nullable: true }) max_input_bytes!: number | null;
  @Count({ nullable: true }) max_output_tokens!: number | null;
  @Count() version!: number;
  @Text({ max: 128 }) updated_by!: string;
  @Timestamp() updated_at!: string;
}

/** Every policy of a tenant. */
export class ListGuardrailPoliciesReply {
  @ListOf(() => GuardrailPolicyView) policies!: GuardrailPolicyView[];
}

/** Names a policy by its route. */
export class RemoveGuardrailPolicyRequest {
  @Text({ min: 1, max: 200 }) route!: string;
}

/** The policy is gone. */
export class RemoveGuardrailPolicyReply {
  @Flag() success!: boolean;
}

/** A text with placeholders of one workflow. */
export class RevealPlaceholdersRequest {
  @Identifier() workflow_id!: string;
  @Text({ max: 500_000 }) text!: string;
}

/** The text with the values; placeholders that are not known, or whose values were erased, stay. */
export class RevealPlaceholdersReply {
  @Text({ max: 2_000_000 }) text!: string;
  /** How many placeholders were replaced. */
  @Count() revealed!: number;
}

/** Policies of a tenant; names of people stand in them. */
export const listGuardrailPolicies = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'guardrail-policy',
  verb: 'list',
  version: 1,
  request: EmptyRequest,
  reply: ListGuardrailPoliciesReply,
  role: 'admin',
});

/** Sets the policy of a route. */
export const setGuardrailPolicy = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'guardrail-policy',
  verb: 'set',
  version: 1,
  request: SetGuardrailPolicyRequest,
  reply: GuardrailPolicyView,
  role: 'admin',
});

/** Removes the policy of a route. */
export const removeGuardrailPolicy = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'guardrail-policy',
  verb: 'remove',
  version: 1,
  request: RemoveGuardrailPolicyRequest,
  reply: RemoveGuardrailPolicyReply,
  role: 'admin',
});

/** Puts values back in the place of placeholders, for whoever may see them. */
export const revealPlaceholders = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'placeholder',
  verb: 'reveal',
  version: 1,
  request: RevealPlaceholdersRequest,
  reply: RevealPlaceholdersReply,
  role: 'admin',
});
