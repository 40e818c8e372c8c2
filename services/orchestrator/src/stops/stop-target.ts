import { Problem } from '@botarmy/chassis';
import { ALL_TENANTS, DEFAULT_TENANT_ID, hasRole } from '@botarmy/contracts';
import type { Caller, StopRequest } from '@botarmy/contracts';

/** What a stop stands for in the table. */
export interface StopTarget {
  /** The tenant that stands still; `*` for all. */
  readonly tenant_id: string;
  readonly scope: StopRequest['scope'];
  readonly subject: string;
}

/** True for people who look after the whole installation. */
export function looksAfterInstallation(caller: Caller): boolean {
  return caller.tenant_id === DEFAULT_TENANT_ID && hasRole(caller.role, 'admin');
}

/**
 * What a request stops. Operators stop their own tenant and what is in it; other tenants, and everything, are for
 * administrators of the installation's own tenant.
 *
 * @throws {Problem} 403 `not-the-installation`; 422 `subject-missing`.
 */
export function stopTarget(request: StopRequest, caller: Caller): StopTarget {
  const { scope, subject } = request;
  if (scope === 'everything') return installationOnly(caller, { tenant_id: ALL_TENANTS, scope, subject: '' });
  if (scope === 'tenant') {
    const target = { tenant_id: subject ?? caller.tenant_id, scope, subject: '' };
    return target.tenant_id === caller.tenant_id ? target : installationOnly(caller, target);
  }
  if (subject === undefined) {
    throw new Problem({
      status: 422,
      code: 'subject-missing',
      title: 'Nothing is named',
      detail: `Name the ${scope} to stop in \`subject\`.`,
    });
  }
  if (request.all_tenants === true) return installationOnly(caller, { tenant_id: ALL_TENANTS, scope, subject });
  return { tenant_id: caller.tenant_id, scope, subject };
}

function installationOnly(caller: Caller, target: StopTarget): StopTarget {
  if (looksAfterInstallation(caller)) return target;
  throw new Problem({
    status: 403,
    code: 'not-the-installation',
    title: 'This is for the installation’s administrators',
    detail: 'Other tenants, and everything at once, are stopped by administrators of the installation’s own tenant.',
  });
}
