import { Count, Identifier, OneOf } from '@botarmy/contracts';

/** Follow a workflow, from after a version when one is named. */
export class SubscribeMessage {
  @OneOf(['subscribe']) type!: 'subscribe';
  @Identifier() workflow_id!: string;
  @Count({ optional: true }) after_seq?: number;
}

/** Follow a workflow no longer. */
export class UnsubscribeMessage {
  @OneOf(['unsubscribe']) type!: 'unsubscribe';
  @Identifier() workflow_id!: string;
}

/** The answer to a heartbeat. */
export class HeartbeatMessage {
  @OneOf(['heartbeat']) type!: 'heartbeat';
  @OneOf(['pong', 'ping']) content!: 'pong' | 'ping';
}
