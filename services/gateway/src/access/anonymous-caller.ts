import { DEFAULT_TENANT_ID } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

/** On whose behalf identity is asked before anybody is known. */
export function anonymousCaller(requestId: string): Caller {
  return {
    tenant_id: DEFAULT_TENANT_ID,
    user_id: 'anonymous',
    user_name: 'anonymous',
    role: 'viewer',
    request_id: requestId,
  };
}
