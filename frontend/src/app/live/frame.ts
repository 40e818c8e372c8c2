/** One event of a workflow's log, as it also comes from `GET /api/workflows/{id}/events`. */
export interface WorkflowEventView {
  readonly seq: number;
  readonly type: string;
  readonly occurred_at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly progress: Readonly<Record<string, unknown>>;
}

/** A piece of an answer while it is written. `offset` counts UTF-16 code units of the turn's whole text. */
export interface DeltaFrame {
  readonly type: 'delta';
  readonly workflow_id: string;
  readonly task_id: string;
  readonly agent_id: string;
  readonly attempt: number;
  readonly turn: number;
  readonly offset: number;
  readonly text: string;
}

/** The text of an open turn so far, as far back as the platform has it. */
export interface SnapshotFrame extends Omit<DeltaFrame, 'type' | 'offset'> {
  readonly type: 'snapshot';
  /** Where `text` begins; absent or 0 when it is the whole text. */
  readonly offset?: number;
}

/** Which message of a conversation a frame is about. */
interface MessageFields {
  readonly conversation_id: string;
  readonly message_id: string;
  readonly seq: number;
}

/** Everything the platform sends over the socket. */
export type LiveFrame =
  | {
      readonly type: 'agent_status';
      readonly agent_id: string;
      readonly status: string;
      readonly workflow_id: string;
      readonly task_name: string | null;
      readonly progress: number;
      readonly seq: number;
    }
  | {
      readonly type: 'workflow_progress';
      readonly workflow_id: string;
      readonly progress: number;
      readonly status: string;
      readonly current_stage: string | null;
      readonly current_agent: string | null;
      readonly seq: number;
    }
  | {
      readonly type: 'hitl_request';
      readonly request_id: string;
      readonly workflow_id: string;
      readonly status?: string;
    }
  | {
      /** Somebody answered in part, or was reminded. */
      readonly type: 'hitl_request_changed';
      readonly request_id: string;
      readonly workflow_id: string;
      readonly status?: string;
    }
  | {
      readonly type: 'system_notification';
      readonly level: 'info' | 'warning' | 'error';
      readonly message: string;
    }
  | ({ readonly type: 'conversation_message' } & MessageFields)
  | ({ readonly type: 'alert' } & MessageFields)
  | {
      readonly type: 'conversation_delta';
      readonly conversation_id: string;
      readonly message_id: string;
      readonly offset: number;
      readonly text: string;
    }
  | { readonly type: 'heartbeat'; readonly content: string }
  | { readonly type: 'artifact_recorded'; readonly workflow_id: string }
  | {
      readonly type: 'workflow_event';
      readonly workflow_id: string;
      readonly seq: number;
      readonly event: WorkflowEventView;
    }
  | DeltaFrame
  | SnapshotFrame
  | { readonly type: 'subscribed'; readonly workflow_id: string; readonly seq: number }
  | { readonly type: 'unsubscribed'; readonly workflow_id: string }
  | { readonly type: 'resync'; readonly workflow_id: string }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

/** A frame of one type. */
export type FrameOf<TType extends LiveFrame['type']> = Extract<LiveFrame, { type: TType }>;
