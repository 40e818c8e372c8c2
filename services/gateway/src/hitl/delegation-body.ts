import { Text, Timestamp } from '@botarmy/contracts';

/** Body of `PUT /api/hitl/delegations/{user_id}`. */
export class DelegationBody {
  @Timestamp() from!: string;
  @Timestamp() to!: string;
  @Text({ max: 500, optional: true }) reason?: string;
}
