import type { DeltaFrame, SnapshotFrame } from '../../../live/frame';

/** What an agent writes while it writes it. A task has one turn at a time; `isOpen` ends with the task's attempt. */
export interface Turn {
  readonly taskId: string;
  readonly agentId: string;
  readonly attempt: number;
  readonly turn: number;
  readonly text: string;
  readonly isOpen: boolean;
}

/** The turn after a piece of text, and whether text before that piece is missing, so that a snapshot is needed. */
export interface AppliedDelta {
  readonly turn: Turn | undefined;
  readonly hasGap: boolean;
}

function order(turn: { readonly attempt: number; readonly turn: number }): number {
  return turn.attempt * 1_000_000 + turn.turn;
}

/** Adds a piece of text where it belongs: repeated text is dropped, an older turn's ignored, a newer turn begins anew. */
export function applyDelta(current: Turn | undefined, frame: DeltaFrame): AppliedDelta {
  const isNewer = current === undefined || order(frame) > order(current);
  if (!isNewer && order(frame) < order(current)) return { turn: current, hasGap: false };
  const known = isNewer ? '' : current.text;
  if (frame.offset > known.length) return { turn: current, hasGap: true };
  const text = known + frame.text.slice(known.length - frame.offset);
  return { turn: fromFrame(frame, text, isNewer || current.isOpen), hasGap: false };
}

/** The turn as a snapshot shows it, unless a newer one is known. */
export function applySnapshot(current: Turn | undefined, frame: SnapshotFrame): Turn {
  if (current !== undefined && order(frame) < order(current)) return current;
  const isSame = current !== undefined && order(frame) === order(current);
  const text = isSame && current.text.length > frame.text.length ? current.text : frame.text;
  return fromFrame(frame, text, !isSame || current.isOpen);
}

function fromFrame(frame: DeltaFrame | SnapshotFrame, text: string, isOpen: boolean): Turn {
  return {
    taskId: frame.task_id,
    agentId: frame.agent_id,
    attempt: frame.attempt,
    turn: frame.turn,
    text,
    isOpen,
  };
}
