import type { InteractiveSessionView, KeptAnswer } from '@botarmy/contracts';

/** Frames of `/ws/interactive/{session_id}` (specification §7.5.1). */
export type SessionFrame =
  | {
      readonly type: 'question';
      readonly session_id: string;
      readonly question_id: string;
      readonly question: string;
      /** Null when the answer is free. */
      readonly options: readonly string[] | null;
      readonly required: boolean;
      readonly default: unknown;
    }
  | {
      readonly type: 'session_status';
      readonly session_id: string;
      readonly status: SessionState;
      readonly workflow_id: string;
      /** Grows with every change. */
      readonly revision: number;
      readonly open_count: number;
      /** Kept so far, whoever gave them. */
      readonly answers: readonly KeptAnswer[];
    };

/** `active` while people are asked. */
export type SessionState = 'active' | 'completed' | 'declined' | 'cancelled';

/** What a device is told about a session: where it stands, then the question that comes next. */
export function framesOfSession(session: InteractiveSessionView): SessionFrame[] {
  const { session_id, status, workflow_id, revision, open_count, answers, current_question: question } = session;
  const state = status === 'waiting_for_answer' ? 'active' : status;
  const frames: SessionFrame[] = [
    { type: 'session_status', session_id, status: state, workflow_id, revision, open_count, answers },
  ];
  return question === null ? frames : [...frames, { type: 'question', session_id, ...question }];
}
