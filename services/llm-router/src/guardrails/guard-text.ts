import { ProviderFailure } from '../providers/provider-failure';
import type { Detection } from './detect';
import type { Finding } from './finding';
import type { GuardSide, GuardTally } from './guard-report';
import { actionOf } from './policy';
import type { GuardrailPolicy } from './policy';
import type { Vault } from './vault';

/** What texts of a call are treated with. */
export interface GuardTools {
  readonly policy: GuardrailPolicy;
  readonly detection: Detection;
  readonly tally: GuardTally;
  /** Present where the policy replaces anything. */
  readonly vault?: Vault;
}

/** What ends a call: something its policy does not let pass. */
export class BlockedText extends Error {
  constructor(readonly kind: Finding['kind']) {
    super(`the policy of the route does not let a ${kind} pass`);
    this.name = 'BlockedText';
  }
}

/**
 * A text as it may pass.
 *
 * @throws {BlockedText} when it may not.
 */
export function guardText(text: string, side: GuardSide, tools: GuardTools): string {
  return replaceFindings(text, tools.detection.find(text), side, tools);
}

/** The same where the findings are known. */
export function replaceFindings(
  text: string,
  findings: readonly Finding[],
  side: GuardSide,
  { policy, tally, vault }: GuardTools,
): string {
  let passed = '';
  let at = 0;
  for (const { kind, start, end } of findings) {
    const action = actionOf(policy, kind);
    tally.add(side, kind, action);
    if (action === 'block') throw new BlockedText(kind);
    if (action !== 'redact' || vault === undefined) continue;
    passed += text.slice(at, start) + vault.placeholderOf(kind, text.slice(start, end));
    at = end;
  }
  return at === 0 ? text : passed + text.slice(at);
}

/** A JSON text whose strings are treated one by one, so that it stays JSON; any other text as a whole. */
export function guardJson(text: string, side: GuardSide, tools: GuardTools): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return guardText(text, side, tools);
  }
  const guarded = guardValue(value, side, tools);
  return guarded.isChanged ? JSON.stringify(guarded.value) : text;
}

function guardValue(value: unknown, side: GuardSide, tools: GuardTools): { value: unknown; isChanged: boolean } {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    const guarded = guardText(text, side, tools);
    return guarded === text ? { value, isChanged: false } : { value: guarded, isChanged: true };
  }
  if (typeof value !== 'object' || value === null) return { value, isChanged: false };
  const entries = Object.entries(value).map(([key, inner]) => {
    const name = guardAssigned(key, inner, side, tools);
    return [key, name ?? guardValue(inner, side, tools)] as const;
  });
  const isChanged = entries.some(([, inner]) => inner.isChanged);
  if (!isChanged) return { value, isChanged };
  if (Array.isArray(value)) return { value: entries.map(([, inner]) => inner.value), isChanged };
  return { value: Object.fromEntries(entries.map(([key, inner]) => [key, inner.value])), isChanged };
}

/** A secret is often known by the name it stands under alone. */
function guardAssigned(key: string, value: unknown, side: GuardSide, tools: GuardTools) {
  if (typeof value !== 'string' || /[\s"]/.test(value)) return undefined;
  const written = `${key}: ${value}`;
  const findings = tools.detection.find(written).filter(({ kind }) => kind === 'assigned_secret');
  if (findings.length === 0) return undefined;
  const guarded = replaceFindings(written, findings, side, tools).slice(key.length + 2);
  return { value: guarded, isChanged: guarded !== value };
}

/** How a blocked answer is known to whoever asked for it. */
export function blockedAnswer(error: unknown): ProviderFailure | undefined {
  return error instanceof BlockedText ? new ProviderFailure('answer-blocked') : undefined;
}
