import type { ArtifactReference, WorkflowEventView } from '../generated/types.gen';

/** What an agent does in a workflow. */
export interface AgentStatusFrame {
  readonly type: 'agent_status';
  readonly agent_id: string;
  readonly status: string;
  readonly workflow_id: string;
  readonly task_id: string | null;
  readonly task_name: string | null;
  /** 0 to 100. */
  readonly progress: number;
  readonly seq: number;
}

/** How far a workflow is. */
export interface WorkflowProgressFrame {
  readonly type: 'workflow_progress';
  readonly workflow_id: string;
  /** 0 to 100. */
  readonly progress: number;
  readonly status: string;
  readonly current_stage: string | null;
  readonly current_agent: string | null;
  readonly seq: number;
}

/** A request to people was opened, answered or closed. */
export interface HitlRequestFrame {
  readonly type: 'hitl_request';
  readonly request_id: string;
  readonly agent_id: string | null;
  readonly workflow_id: string;
  readonly title: string;
  readonly status: string;
  readonly seq: number;
}

/** Something happened to an open request that does not settle it: a vote, a reminder, an escalation. */
export interface HitlRequestChangedFrame {
  readonly type: 'hitl_request_changed';
  readonly request_id: string;
  readonly agent_id: string;
  readonly workflow_id: string;
  readonly title: string;
  readonly status: string;
  /** What happened, e.g. `voted`, `reminded`, `escalated`. */
  readonly changes: readonly string[];
  readonly votes: {
    readonly needed: number;
    readonly approved_by: readonly string[];
    readonly objected_by: readonly string[];
  };
}

/** A sentence for people. */
export interface SystemNotificationFrame {
  readonly type: 'system_notification';
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly workflow_id?: string;
  readonly seq?: number;
}

/** A file from outside arrived, was scanned or was removed. */
export interface UploadChangedFrame {
  readonly type: 'upload_changed';
  readonly upload_id: string;
  readonly name: string;
  /** `quarantined`, `clean`, `unscanned`, `infected` or `deleted`. */
  readonly status: string;
  /** What the scanner found. */
  readonly finding: string | null;
  readonly text_status: string;
  readonly uploaded_by: string;
}

/** An agent's document was stored. */
export interface ArtifactRecordedFrame {
  readonly type: 'artifact_recorded';
  readonly workflow_id: string;
  readonly artifact: ArtifactReference;
  readonly agent_id: string | null;
  readonly seq: number;
}

/** One event of a subscribed workflow; `seq` rises by one from frame to frame. */
export interface WorkflowEventFrame {
  readonly type: 'workflow_event';
  readonly workflow_id: string;
  readonly seq: number;
  readonly event: WorkflowEventView;
}

/** A piece of an answer being written (`delta`), or all of it so far (`snapshot`). */
export interface TurnFrame {
  readonly type: 'delta' | 'snapshot';
  readonly workflow_id: string;
  readonly task_id: string;
  readonly agent_id: string;
  readonly attempt: number;
  readonly turn: number;
  /** Where `text` begins in the turn's whole text, in UTF-16 code units. */
  readonly offset: number;
  readonly text: string;
}

/** The server follows a workflow for this connection, or stopped to; or the client has to load the state anew. */
export interface SubscriptionFrame {
  readonly type: 'subscribed' | 'unsubscribed' | 'resync';
  readonly workflow_id: string;
  /** Newest version of the workflow, in `subscribed`. */
  readonly seq?: number;
}

/** The connection hears a kind of news again, or no longer. */
export interface TopicFrame {
  readonly type: 'topic_subscribed' | 'topic_unsubscribed';
  readonly topic: 'tenant' | 'inbox';
}

/** The server refused a message of the client. */
export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly workflow_id?: string;
}

/** The server asks whether the client is there. */
export interface HeartbeatFrame {
  readonly type: 'heartbeat';
  readonly content: string;
  readonly timestamp?: string;
}

/** A message of a conversation was written, or an answer settled; its text is read from the conversation. */
export interface ConversationMessageFrame {
  readonly type: 'conversation_message';
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly message_id: string;
  readonly seq: number;
  readonly role: string;
  readonly status: string;
  readonly author_id: string | null;
  readonly agent_id: string | null;
}

/** A piece of an agent's answer in a conversation this connection follows. */
export interface ConversationDeltaFrame {
  readonly type: 'conversation_delta';
  readonly conversation_id: string;
  readonly message_id: string;
  readonly agent_id: string;
  /** Where `text` begins in the whole answer, in UTF-16 code units. */
  readonly offset: number;
  readonly text: string;
}

/** The server follows a conversation for this connection, or stopped to. */
export interface ConversationSubscriptionFrame {
  readonly type: 'conversation_subscribed' | 'conversation_unsubscribed';
  readonly conversation_id: string;
  /** Number of its last message, in `conversation_subscribed`. */
  readonly seq?: number;
}

/** Something the person wants to hear of. */
export interface AlertFrame {
  readonly type: 'alert';
  readonly event: string;
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly message_id: string;
  readonly seq: number;
  readonly author_id: string | null;
  readonly agent_id: string | null;
}

/** Whatever the server sends. */
export type ServerFrame =
  | AgentStatusFrame
  | WorkflowProgressFrame
  | HitlRequestFrame
  | HitlRequestChangedFrame
  | SystemNotificationFrame
  | ArtifactRecordedFrame
  | UploadChangedFrame
  | WorkflowEventFrame
  | TurnFrame
  | SubscriptionFrame
  | TopicFrame
  | ConversationMessageFrame
  | ConversationDeltaFrame
  | ConversationSubscriptionFrame
  | AlertFrame
  | ErrorFrame
  | HeartbeatFrame;

const FRAME_TYPES: ReadonlySet<string> = new Set<ServerFrame['type']>([
  'agent_status',
  'workflow_progress',
  'hitl_request',
  'hitl_request_changed',
  'system_notification',
  'artifact_recorded',
  'upload_changed',
  'workflow_event',
  'delta',
  'snapshot',
  'subscribed',
  'unsubscribed',
  'resync',
  'topic_subscribed',
  'topic_unsubscribed',
  'conversation_message',
  'conversation_delta',
  'conversation_subscribed',
  'conversation_unsubscribed',
  'alert',
  'error',
  'heartbeat',
]);

/** Reads a frame; undefined for what this version of the client does not know. */
export function parseFrame(text: string): ServerFrame | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  return typeof frame.type === 'string' && FRAME_TYPES.has(frame.type) ? (frame as ServerFrame) : undefined;
}
