import type { Role } from './role';

/** A person as the platform shows them. */
export interface UserView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly tenant_id: string;
  readonly tenant_name: string;
}

/** Answer of `POST /api/auth/login`. */
export interface LoginReply {
  readonly user: UserView;
  readonly csrf_token: string;
  readonly expires_at: string;
}

/** Answer of `GET /api/auth/me`. `simulated` tells that models are answered by the simulator. */
export interface MeReply extends LoginReply {
  readonly simulated: boolean;
}
