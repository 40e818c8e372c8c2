import type { DeltaFrame, SnapshotFrame } from '../../../live/frame';

/** What an agent writes while it writes it. A task has one turn at a time; `isOpen` ends with the task's attempt. */
export interface Turn {
  readonly taskId: string;
  readonly agentId: string;
  readonly attempt: number;
  readonly turn: number;
  /** Where `text` begins in the turn's whole text: 0 unless nobody listened when the turn began. */
  readonly offset: number;
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

function endOf(turn: Turn): number {
  return turn.offset + turn.text.length;
}

function begin(frame: DeltaFrame | SnapshotFrame): Turn {
  const { task_id: taskId, agent_id: agentId, attempt, turn, text, offset = 0 } = frame;
  return { taskId, agentId, attempt, turn, offset, text, isOpen: true };
}

/** Lays a piece over what is known of the same turn. Text that says otherwise wins: another runner writes the turn again. */
function lay(current: Turn, text: string, offset: number): Turn {
  const known = current.text.slice(offset - current.offset, offset - current.offset + text.length);
  if (known === text) return current;
  const kept = current.text.slice(0, offset - current.offset);
  return { ...current, text: kept + text };
}

/** Adds a piece of text where it belongs: repeated text is dropped, an older turn's ignored, a newer turn begins anew. */
export function applyDelta(current: Turn | undefined, frame: DeltaFrame): AppliedDelta {
  if (current === undefined || order(frame) > order(current))
    return frame.offset === 0 ? { turn: begin(frame), hasGap: false } : { turn: current, hasGap: true };
  if (order(frame) < order(current)) return { turn: current, hasGap: false };
  if (frame.offset > endOf(current)) return { turn: current, hasGap: true };
  if (frame.offset < current.offset) return { turn: { ...begin(frame), isOpen: current.isOpen }, hasGap: false };
  return { turn: lay(current, frame.text, frame.offset), hasGap: false };
}

/** The turn as a snapshot shows it, joined with the beginning that is known; an older one, or one that says less, changes nothing. */
export function applySnapshot(current: Turn | undefined, frame: SnapshotFrame): Turn {
  const shown = begin(frame);
  if (current === undefined || order(frame) > order(current)) return shown;
  if (order(frame) < order(current) || endOf(shown) < endOf(current)) return current;
  const isJoined = shown.offset >= current.offset && shown.offset <= endOf(current);
  return isJoined ? lay(current, shown.text, shown.offset) : { ...shown, isOpen: current.isOpen };
}
