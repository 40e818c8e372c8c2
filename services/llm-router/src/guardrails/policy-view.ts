import { Problem } from '@botarmy/chassis';
import type { GuardrailPolicyView, SetGuardrailPolicyRequest } from '@botarmy/contracts';
import { GUARDRAIL_KINDS } from '@botarmy/contracts';

import type { FindingKind } from './finding';
import type { GuardAction, GuardrailPolicy } from './policy';
import { actionOf } from './policy';
import type { StoredPolicy } from './policy-book';

/**
 * The policy a request describes.
 *
 * @throws {Problem} 400 `invalid-guardrail-policy`.
 */
export function policyOf(request: SetGuardrailPolicyRequest): GuardrailPolicy {
  const { rules = [], names = [], restores_for = 'caller', max_input_bytes, max_output_tokens } = request;
  const actions: Partial<Record<FindingKind, GuardAction>> = {};
  for (const [index, { kind, action }] of rules.entries()) {
    const path = `rules.${index}`;
    if (actions[kind] !== undefined) throw invalid(path, `has the kind "${kind}" of another rule`);
    if (kind === 'injection' && (action === 'redact' || action === 'block')) {
      throw invalid(path, 'is about orders to the model, which are advisory: use "label" or "ignore"');
    }
    actions[kind] = action;
  }
  return {
    actions,
    names,
    restoresFor: restores_for,
    ...(max_input_bytes === undefined ? {} : { maxInputBytes: max_input_bytes }),
    ...(max_output_tokens === undefined ? {} : { maxOutputTokens: max_output_tokens }),
  };
}

/** A stored policy for people; every kind with what is done about it. */
export function policyViewOf({ route, policy, version, updated_by, updated_at }: StoredPolicy): GuardrailPolicyView {
  return {
    route,
    rules: GUARDRAIL_KINDS.map((kind) => ({ kind, action: actionOf(policy, kind) })),
    names: [...policy.names],
    restores_for: policy.restoresFor,
    max_input_bytes: policy.maxInputBytes ?? null,
    max_output_tokens: policy.maxOutputTokens ?? null,
    version,
    updated_by,
    updated_at: updated_at.toISOString(),
  };
}

function invalid(path: string, message: string): Problem {
  return new Problem({
    status: 400,
    code: 'invalid-guardrail-policy',
    title: 'Invalid policy',
    detail: 'Correct the rules listed under "errors" and send the policy again.',
    errors: [{ path, message }],
  });
}
