import type { RouteFinding } from './choose-route';
import type { RouteAssignment } from './route';

/** A decision as the call record keeps it. */
export interface DecisionRecord {
  readonly route: string;
  readonly strategy: string;
  /** What led to this route from the one that was asked for. */
  readonly assignment?: string;
  readonly score: number;
  /** Per part of the score how much there was of it, 0 to 1, and what that counted. */
  readonly parts: Readonly<Record<string, readonly [value: number, weight: number]>>;
  /** `provider/model` in the order they are asked. */
  readonly candidates: readonly string[];
  readonly left_out?: Readonly<Record<string, readonly string[]>>;
  readonly canary?: true;
  readonly shadow?: string;
}

/** A decision in the form of the record. */
export function decisionRecordOf(finding: RouteFinding): DecisionRecord {
  const { route, strategy, assignment, complexity, candidates, leftOut, isCanary, shadow } = finding;
  const left = leftOut.map(({ provider, model, reasons }) => [`${provider}/${model}`, reasons] as const);
  return {
    route,
    strategy,
    ...(assignment === undefined ? {} : { assignment: assignmentInWords(assignment) }),
    score: complexity.score,
    parts: Object.fromEntries(complexity.parts.map(({ name, value, weight }) => [name, [value, weight] as const])),
    candidates: candidates.map(nameOf),
    ...(left.length === 0 ? {} : { left_out: Object.fromEntries(left) }),
    ...(isCanary ? { canary: true } : {}),
    ...(shadow === undefined ? {} : { shadow: nameOf(shadow) }),
  };
}

/** Which assignment leads to a route, in words. */
export function assignmentInWords({ asked = 'any route', tenant, process, agent, use }: RouteAssignment): string {
  const who = [
    tenant === undefined ? [] : [`tenant ${tenant}`],
    process === undefined ? [] : [`process ${process}`],
    agent === undefined ? [] : [`agent ${agent}`],
  ].flat();
  return `${asked} of ${who.length === 0 ? 'everybody' : who.join(', ')} goes to ${use}`;
}

function nameOf({ provider, facts }: RouteFinding['candidates'][number]): string {
  return `${provider.id}/${facts.model}`;
}
