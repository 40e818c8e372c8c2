import { Flag, Nested, OneOf, Text, Timestamp, UserView } from '@botarmy/contracts';

/** Body of both logins. */
export class LoginBody {
  @Text({ min: 1, max: 320 }) email!: string;
  @Text({ min: 1, max: 1_024 }) password!: string;
}

/** Answer of `POST /api/auth/login`; the session itself is the cookie. */
export class LoginReply {
  @Nested(() => UserView) user!: UserView;
  /** Goes into the header `X-CSRF-Token` of every command. */
  @Text({ max: 200 }) csrf_token!: string;
  @Timestamp() expires_at!: string;
}

/** Answer of `POST /api/auth/token`. */
export class TokenReply {
  @Text({ max: 200 }) token!: string;
  @OneOf(['Bearer']) token_type!: 'Bearer';
  @Timestamp() expires_at!: string;
  @Nested(() => UserView) user!: UserView;
}

/** Answer of `GET /api/auth/me`. */
export class MeReply extends LoginReply {
  /** True when models are answered by the simulator; null while the router does not answer. */
  @Flag({ nullable: true }) simulated!: boolean | null;
}
