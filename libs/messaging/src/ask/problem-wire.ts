import { Problem } from '@botarmy/chassis';
import type { FieldProblem } from '@botarmy/chassis';

/** A refusal as it travels between services. `details` are extra members of the problem, e.g. who answered first. */
export interface WireProblem {
  readonly problem: true;
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly retry_after_ms?: number;
}

/** The problem as data. */
export function toWire(problem: Problem): WireProblem {
  const { status, code, title, detail, errors, retryAfterMs } = problem;
  return {
    problem: true,
    status,
    code,
    title,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
  };
}

/** The problem as thrown again by the asking service. */
export function fromWire(wire: WireProblem): Problem {
  const { status, code, title, detail, errors, retry_after_ms } = wire;
  return new Problem({
    status,
    code,
    title,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...(retry_after_ms === undefined ? {} : { retryAfterMs: retry_after_ms }),
  });
}

/** True for data made by `toWire`. */
export function isWireProblem(value: unknown): value is WireProblem {
  return typeof value === 'object' && value !== null && (value as { problem?: unknown }).problem === true;
}
