import { Problem } from '@botarmy/chassis';
import type { FieldProblem } from '@botarmy/chassis';

/** The refusal of a request that no model could be asked; it names places, never values. */
export function promptProblem(errors: readonly FieldProblem[]): Problem {
  const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new Problem({ status: 400, code: 'invalid-prompt', title: 'Invalid prompt', detail, errors });
}
