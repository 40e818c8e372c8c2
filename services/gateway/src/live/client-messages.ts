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

/** Kinds of news a tenant's sockets hear unless they say otherwise: what happens to its workflows, and what waits for people. */
export const TOPICS = ['tenant', 'inbox'] as const;
/** A kind of news. */
export type Topic = (typeof TOPICS)[number];

/** Hear a kind of news again. */
export class SubscribeTopicMessage {
  @OneOf(['subscribe_topic']) type!: 'subscribe_topic';
  @OneOf(TOPICS) topic!: Topic;
}

/** Hear a kind of news no longer. */
export class UnsubscribeTopicMessage {
  @OneOf(['unsubscribe_topic']) type!: 'unsubscribe_topic';
  @OneOf(TOPICS) topic!: Topic;
}
