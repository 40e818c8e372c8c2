import type { LiveDelta } from '@botarmy/contracts';

/** Most characters (UTF-16 code units) of a turn that are kept. */
export const LONGEST_TURN = 256 * 1024;
const MOST_TURNS = 64;
const MOST_TASKS_REMEMBERED = 1_000;

/** The text of a turn so far, as a delta that begins at `offset`. */
export type OpenTurn = LiveDelta;

/** What agents of one workflow are writing right now: the text so far of the newest turn of each task. */
export class OpenTurns {
  private readonly turns = new Map<string, OpenTurn>();
  /** Last attempt that ended, by task: its late deltas open nothing again. */
  private readonly ended = new Map<string, number>();

  /**
   * Takes a delta in and returns the turn's key; undefined when the delta is of a turn that is over. A delta that does not
   * continue the text begins it anew at its own offset: something was lost, or another runner writes the turn again.
   */
  append(delta: LiveDelta): string | undefined {
    const { task_id: key, offset, text } = delta;
    const turn = this.turns.get(key);
    if (delta.attempt <= (this.ended.get(key) ?? 0) || (turn !== undefined && isLater(turn, delta))) return undefined;
    const continues = turn !== undefined && !isLater(delta, turn) && offset === turn.offset + turn.text.length;
    const whole = continues ? bounded(turn.offset, turn.text + text) : bounded(offset, text);
    this.turns.delete(key);
    this.turns.set(key, { ...delta, ...whole });
    forgetOldest(this.turns, MOST_TURNS);
    return key;
  }

  get(key: string): OpenTurn | undefined {
    return this.turns.get(key);
  }

  keys(): string[] {
    return [...this.turns.keys()];
  }

  /** The task's attempt ended: its text is an artifact now, or nothing. */
  closeTask(taskId: string, attempt: number): void {
    this.turns.delete(taskId);
    this.ended.set(taskId, attempt);
    forgetOldest(this.ended, MOST_TASKS_REMEMBERED);
  }

  closeAll(): void {
    this.turns.clear();
  }
}

function isLater(a: LiveDelta, b: LiveDelta): boolean {
  return a.attempt > b.attempt || (a.attempt === b.attempt && a.turn > b.turn);
}

/** Lets go of the older half when a text grows too long; half, so that it is not copied with every delta. */
function bounded(offset: number, text: string): { offset: number; text: string } {
  if (text.length <= LONGEST_TURN) return { offset, text };
  const cut = text.length - LONGEST_TURN / 2;
  return { offset: offset + cut, text: text.slice(cut) };
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
