import type { Role } from './roles';

/**
 * On whose behalf a question is asked. The gateway builds it from a verified session or token and never from a
 * request body; it travels in message headers beside the payload.
 */
export interface Caller {
  readonly tenant_id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly role: Role;
  readonly request_id: string;
  /** The client's `Idempotency-Key`, when it sent one. */
  readonly idempotency_key?: string;
}

/** The tenant every installation starts with. */
export const DEFAULT_TENANT_ID = 'ten_default';

/** The caller a service uses for its own housekeeping inside one tenant. */
export function serviceCaller(service: string, tenantId: string, requestId: string): Caller {
  return {
    tenant_id: tenantId,
    user_id: `service:${service}`,
    user_name: service,
    role: 'admin',
    request_id: requestId,
  };
}
