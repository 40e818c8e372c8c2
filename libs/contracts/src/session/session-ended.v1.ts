import { defineEvent } from '../define-message';
import { Identifier, OneOf, Timestamp } from '../fields';

/** A session ended; open sockets of it must close. */
export class SessionEnded {
  @Identifier() session_id!: string;
  @Identifier() user_id!: string;
  @OneOf(['logged-out', 'revoked', 'expired']) reason!: string;
  @Timestamp() ended_at!: string;
}

/** Gateways follow it to close sockets within seconds. */
export const sessionEnded = defineEvent({
  entity: 'session',
  verb: 'ended',
  version: 1,
  key: ['session_id'],
  payload: SessionEnded,
  producers: ['identity'],
  description: 'A session ended.',
});
