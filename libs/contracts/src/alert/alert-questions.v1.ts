import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, TextList } from '../fields';
import { HitlCount } from '../hitl-request/hitl-inbox-questions.v1';

const ASKED = { answeredBy: 'hitl', askedBy: ['gateway'], entity: 'alert', version: 1 } as const;

/** How somebody hears of something: not at all, while they watch, or counted as unread as well. */
export const ALERT_CHANNELS = ['off', 'live', 'inbox'] as const;
/** A channel. */
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

/** What a person wants to hear of, and how. */
export class AlertPreferences {
  /** A request waits for the person. */
  @OneOf(ALERT_CHANNELS) request_opened!: AlertChannel;
  /** A request that waits for the person was reminded of, escalated or asked anew. */
  @OneOf(ALERT_CHANNELS) request_changed!: AlertChannel;
  /** Somebody wrote into a conversation the person takes part in. */
  @OneOf(ALERT_CHANNELS) message_received!: AlertChannel;
  /** An agent answered in such a conversation. */
  @OneOf(ALERT_CHANNELS) answer_ready!: AlertChannel;
}
/** Shows the caller's preferences. */
export class GetAlertPreferencesRequest {}
/** Shows what the caller wants to hear of. */
export const getAlertPreferences = defineQuestion({
  ...ASKED,
  verb: 'get-preferences',
  request: GetAlertPreferencesRequest,
  reply: AlertPreferences,
  role: 'viewer',
});
/** What to change; absent fields stay. */
export class SetAlertPreferencesRequest {
  @OneOf(ALERT_CHANNELS, { optional: true }) request_opened?: AlertChannel;
  @OneOf(ALERT_CHANNELS, { optional: true }) request_changed?: AlertChannel;
  @OneOf(ALERT_CHANNELS, { optional: true }) message_received?: AlertChannel;
  @OneOf(ALERT_CHANNELS, { optional: true }) answer_ready?: AlertChannel;
}
/** Changes what the caller wants to hear of. */
export const setAlertPreferences = defineQuestion({
  ...ASKED,
  verb: 'set-preferences',
  request: SetAlertPreferencesRequest,
  reply: AlertPreferences,
  role: 'viewer',
});

/** Counts of one sort; each list holds the hundred with the most. */
export class AlertCounts {
  /** All that waits. */
  @Count() total!: number;
  /** Of these, what the caller has not looked at. */
  @Count() unread!: number;
  @ListOf(() => HitlCount, { maxItems: 100 }) agents!: HitlCount[];
  @ListOf(() => HitlCount, { maxItems: 100 }) workflows!: HitlCount[];
}
/** Unread messages of one conversation. */
export class UnreadConversation {
  @Identifier() conversation_id!: string;
  @Identifier({ nullable: true }) workflow_id!: string | null;
  @Identifier({ nullable: true }) agent_id!: string | null;
  @Count() unread!: number;
}
/** Everything the caller's badges show. */
export class GetAlertsRequest {}
/** Badges by agent and workflow, for the caller; counts follow the caller's preferences. */
export class AlertsReply {
  @Nested(() => AlertCounts) requests!: AlertCounts;
  /** Messages others wrote since the caller looked, in conversations the caller takes part in. */
  @Count() unread_messages!: number;
  @ListOf(() => UnreadConversation, { maxItems: 100 }) conversations!: UnreadConversation[];
}
/** Counts what waits for the caller and what is new. */
export const getAlerts = defineQuestion({
  ...ASKED,
  verb: 'get',
  request: GetAlertsRequest,
  reply: AlertsReply,
  role: 'viewer',
});
/** What the caller has looked at. */
export class MarkReadRequest {
  @Identifier({ optional: true }) conversation_id?: string;
  /** The last message seen; all of the conversation where absent. */
  @Count({ optional: true }) seq?: number;
  @TextList({ maxItems: 100, max: 64, optional: true }) request_ids?: string[];
}
/** Whether anything was new. */
export class MarkReadReply {
  @Flag() changed!: boolean;
}
/** Notes what the caller has seen, on every device. */
export const markRead = defineQuestion({
  ...ASKED,
  verb: 'mark-read',
  request: MarkReadRequest,
  reply: MarkReadReply,
  role: 'viewer',
});
