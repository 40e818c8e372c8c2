import { defineQuestion } from '../define-question';
import { Flag, Identifier, Nested, OneOf, Text, Timestamp } from '../fields';
import { ROLES } from '../roles';
import type { Role } from '../roles';

/** A person or service account as clients see it. */
export class UserView {
  @Identifier() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 320 }) email!: string;
  @OneOf(ROLES) role!: Role;
  @Identifier() tenant_id!: string;
  @Text({ max: 200 }) tenant_name!: string;
}

/** Credentials. */
export class LogInRequest {
  @Text({ min: 1, max: 320 }) email!: string;
  @Text({ min: 1, max: 1_024 }) password!: string;
  /** `browser` for a cookie session, `token` for a bearer token. */
  @OneOf(['browser', 'token']) channel!: 'browser' | 'token';
  @Text({ max: 100 }) client_address!: string;
}
/** A new session; the secret is shown here and nowhere else. */
export class LogInReply {
  @Identifier() session_id!: string;
  @Text({ max: 200 }) secret!: string;
  @Text({ max: 200 }) csrf_token!: string;
  @Timestamp() expires_at!: string;
  @Nested(() => UserView) user!: UserView;
}
/** Checks credentials in constant time for unknown users and opens a session with a new id. */
export const logIn = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'session',
  verb: 'log-in',
  version: 1,
  request: LogInRequest,
  reply: LogInReply,
  role: 'anonymous',
});

/** The secret from the cookie or the bearer token. */
export class VerifySessionRequest {
  @Text({ min: 1, max: 200 }) secret!: string;
}
/** Who holds the session. */
export class VerifySessionReply {
  @Identifier() session_id!: string;
  @OneOf(['browser', 'token']) channel!: 'browser' | 'token';
  @Text({ max: 200 }) csrf_token!: string;
  @Timestamp() expires_at!: string;
  @Nested(() => UserView) user!: UserView;
}
/** Verifies a session; revoked and expired ones are refused with 401. */
export const verifySession = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'session',
  verb: 'verify',
  version: 1,
  request: VerifySessionRequest,
  reply: VerifySessionReply,
  role: 'anonymous',
});

/** Ends a session. */
export class LogOutRequest {
  @Text({ min: 1, max: 200 }) secret!: string;
}
/** False when the session had ended before. */
export class LogOutReply {
  @Flag() ended!: boolean;
}
/** Revokes a session on the server. */
export const logOut = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'session',
  verb: 'log-out',
  version: 1,
  request: LogOutRequest,
  reply: LogOutReply,
  role: 'anonymous',
});
