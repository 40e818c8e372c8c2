import type { FieldProblem } from '@botarmy/chassis';
import { Problem } from '@botarmy/chassis';
import type { CreateVirtualKeyRequest } from '@botarmy/contracts';

/** A route, `provider/model` or `provider/*`. */
const MODEL = /^[A-Za-z0-9][A-Za-z0-9_:.@-]*(\/(\*|[A-Za-z0-9][A-Za-z0-9_:./@-]*))?$/;

/**
 * Refuses a key nobody could ever use.
 *
 * @throws {Problem} 400 `invalid-virtual-key`, naming every place that is wrong.
 */
export function checkKey({ models, expires_at, limits }: CreateVirtualKeyRequest, now: Date): void {
  const errors: FieldProblem[] = [];
  if (models?.length === 0) errors.push({ path: 'models', message: 'is empty: leave it out to allow all' });
  for (const [index, model] of (models ?? []).entries()) {
    if (!MODEL.test(model)) {
      errors.push({ path: `models.${index}`, message: 'must be a route, provider/model or provider/*' });
    }
  }
  if (expires_at !== undefined && !(Date.parse(expires_at) > now.getTime())) {
    errors.push({ path: 'expires_at', message: 'must lie in the future' });
  }
  if (limits?.budget_period !== undefined && limits.budget_micros === undefined) {
    errors.push({ path: 'limits.budget_micros', message: 'is missing: a period needs an amount' });
  }
  if (errors.length === 0) return;
  const detail = 'Correct the fields listed under "errors".';
  throw new Problem({ status: 400, code: 'invalid-virtual-key', title: 'Invalid key', detail, errors });
}
