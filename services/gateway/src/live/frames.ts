import type { ArtifactReference, ConversationDelta, HitlVotes, LiveDelta } from '@botarmy/contracts';

/** Frames of specification §7.5 that reach every socket of a tenant, with the additional fields of this platform. */
export type TenantFrame =
  | {
      readonly type: 'agent_status';
      readonly agent_id: string;
      readonly status: string;
      readonly workflow_id: string;
      readonly task_id: string | null;
      readonly task_name: string | null;
      readonly progress: number;
      readonly seq: number;
    }
  | {
      readonly type: 'workflow_progress';
      readonly workflow_id: string;
      /** 0 to 100. */
      readonly progress: number;
      readonly status: string;
      readonly current_stage: string | null;
      readonly current_agent: string | null;
      readonly seq: number;
    }
  | {
      readonly type: 'hitl_request';
      readonly request_id: string;
      readonly agent_id: string | null;
      readonly workflow_id: string;
      readonly title: string;
      readonly status: string;
      readonly seq: number;
    }
  | {
      /** An open request: somebody answered, was reminded, or more people are asked. */
      readonly type: 'hitl_request_changed';
      readonly request_id: string;
      readonly agent_id: string;
      readonly workflow_id: string;
      readonly title: string;
      readonly status: string;
      readonly changes: readonly string[];
      readonly votes: HitlVotes;
    }
  | {
      readonly type: 'system_notification';
      readonly level: 'info' | 'warning' | 'error';
      readonly message: string;
      readonly workflow_id: string;
      readonly seq: number;
    }
  | {
      /** A file from outside arrived, was scanned or was removed. */
      readonly type: 'upload_changed';
      readonly upload_id: string;
      readonly name: string;
      readonly status: string;
      readonly finding: string | null;
      readonly text_status: string;
      readonly uploaded_by: string;
    }
  | {
      readonly type: 'artifact_recorded';
      readonly workflow_id: string;
      readonly artifact: ArtifactReference;
      readonly agent_id: string | null;
      readonly seq: number;
    };

/** Frames for one socket or for the subscribers of one workflow; `workflow_event` is written by the event ring. */
export type SocketFrame =
  | { readonly type: 'heartbeat'; readonly content: 'ping'; readonly timestamp: string }
  | { readonly type: 'subscribed'; readonly workflow_id: string; readonly seq: number }
  | { readonly type: 'unsubscribed'; readonly workflow_id: string }
  | { readonly type: 'topic_subscribed' | 'topic_unsubscribed'; readonly topic: string }
  | { readonly type: 'resync'; readonly workflow_id: string }
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly workflow_id?: string }
  | ({ readonly type: 'delta' } & LiveDelta)
  | ({
      readonly type: 'snapshot';
      /** Where `text` begins in the turn's whole text; 0 unless the beginning was never seen or is too long ago. */
      readonly offset: number;
    } & LiveDelta);

/** Which message a frame is about; its text is read from the conversation. */
interface MessageFrame {
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly message_id: string;
  readonly seq: number;
  readonly author_id: string | null;
  readonly agent_id: string | null;
}

/** Frames of conversations. */
export type ConversationFrame =
  | { readonly type: 'conversation_subscribed'; readonly conversation_id: string; readonly seq: number }
  | { readonly type: 'conversation_unsubscribed'; readonly conversation_id: string }
  /** A message was written, or an answer settled, in a conversation the person may read. */
  | ({ readonly type: 'conversation_message'; readonly role: string; readonly status: string } & MessageFrame)
  /** A piece of an answer, for those who follow the conversation. */
  | ({ readonly type: 'conversation_delta' } & ConversationDelta)
  /** Something the person wants to hear of. */
  | ({ readonly type: 'alert'; readonly event: 'message_received' | 'answer_ready' } & MessageFrame);

/** A frame as it goes over the wire. */
export function frameText(frame: TenantFrame | SocketFrame | ConversationFrame): string {
  return JSON.stringify(frame);
}
