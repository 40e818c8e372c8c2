import { Problem } from '@botarmy/chassis';
import type { FieldProblem } from '@botarmy/chassis';

/** A refusal as it travels between services; `members` are further members of the problem, e.g. who answered first. */
export interface WireProblem {
  readonly problem: true;
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly retry_after_ms?: number;
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The problem as data. */
export function toWire(problem: Problem): WireProblem {
  const { status, code, title, detail, errors, retryAfterMs, members } = problem;
  return {
    problem: true,
    status,
    code,
    title,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
    ...(Object.keys(members).length === 0 ? {} : { members }),
  };
}

/** The problem as thrown again by the asking service. */
export function fromWire(wire: WireProblem): Problem {
  const { status, code, title, detail, errors, retry_after_ms, members } = wire;
  return new Problem({
    status,
    code,
    title,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...(retry_after_ms === undefined ? {} : { retryAfterMs: retry_after_ms }),
    ...(members === undefined ? {} : { members }),
  });
}

/** True for data made by `toWire`. */
export function isWireProblem(value: unknown): value is WireProblem {
  return typeof value === 'object' && value !== null && (value as { problem?: unknown }).problem === true;
}
