/** Roles from least to most powerful; each may do all that those before it may. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin', 'owner'] as const;

/** Role of a user in a tenant. */
export type Role = (typeof ROLES)[number];

/** True when `held` is at least as powerful as `needed`. */
export function hasRole(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}
