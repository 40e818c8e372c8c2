import type { Role } from '../session/role';

/** Answer of `GET /api/auth/me` for somebody of the role. */
export function sessionOf(role: Role, isSimulated = true): object {
  return {
    user: {
      id: 'usr_1',
      name: 'Ada Example',
      email: 'ada@example.org',
      role,
      tenant_id: 'ten_default',
      tenant_name: 'Default organization',
    },
    csrf_token: 'token-of-me',
    expires_at: '2026-01-01T00:00:00.000Z',
    simulated: isSimulated,
  };
}
