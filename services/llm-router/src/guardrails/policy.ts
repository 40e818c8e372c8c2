import { GUARDRAIL_KINDS } from '@botarmy/contracts';

import type { FindingKind } from './finding';

/** What is done about a finding: nothing, a note on the record, a placeholder in its place, or a refusal. */
export const GUARD_ACTIONS = ['ignore', 'label', 'redact', 'block'] as const;

/** One of these. */
export type GuardAction = (typeof GUARD_ACTIONS)[number];

/** Who gets values back for placeholders: whoever makes the call, or only readers who ask for it and may. */
export type RestoresFor = 'caller' | 'readers';

/** What a tenant wants on a route. */
export interface GuardrailPolicy {
  readonly actions: Readonly<Partial<Record<FindingKind, GuardAction>>>;
  /** Names of people to look for. */
  readonly names: readonly string[];
  readonly restoresFor: RestoresFor;
  /** Most bytes (UTF-8) of all texts of a request. */
  readonly maxInputBytes?: number;
  /** Most tokens of an answer, whatever the request allows. */
  readonly maxOutputTokens?: number;
}

/** Without a policy findings are noted and nothing is changed. */
export const DEFAULT_POLICY: GuardrailPolicy = { actions: {}, names: [], restoresFor: 'caller' };

/** What is done about a kind; a note where the policy does not say. */
export function actionOf({ actions }: GuardrailPolicy, kind: FindingKind): GuardAction {
  return actions[kind] ?? 'label';
}

/** The kinds that are looked for. */
export function kindsOf(policy: GuardrailPolicy): ReadonlySet<FindingKind> {
  return new Set(GUARDRAIL_KINDS.filter((kind) => actionOf(policy, kind) !== 'ignore'));
}

/** Whether anything found changes the texts or ends the call. */
export function isStrict(policy: GuardrailPolicy): boolean {
  return needsPlaceholders(policy) || Object.values(policy.actions).includes('block');
}

/** Whether anything is replaced. */
export function needsPlaceholders({ actions }: GuardrailPolicy): boolean {
  return Object.values(actions).includes('redact');
}
