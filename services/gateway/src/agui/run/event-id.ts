/**
 * Where a client stands in a run, as the id of its last event says it: which event of the workflow, how many events of the run that
 * one gave so far, and how much of each open text was sent. Opaque to clients.
 */
export interface RunPosition {
  /** Event of the workflow after which the run begins. */
  readonly begin: number;
  /** `begin` for the events a run opens with. */
  readonly seq: number | 'begin';
  /** Index of the last event within those of `seq`; undefined when all of them, and pieces of texts after them, were sent. */
  readonly index: number | undefined;
  /** Open texts before the events of `seq`, or after the last piece when `index` is undefined. */
  readonly texts: readonly TextPosition[];
}

/** How much of an open text was sent. */
export interface TextPosition {
  readonly taskId: string;
  readonly attempt: number;
  readonly turn: number;
  /** How often the turn began anew. */
  readonly restarts: number;
  /** Characters sent. */
  readonly end: number;
  /** Of the characters sent. */
  readonly hash: number;
}

const ID = /^(\d{1,10})-(b|\d{1,10})(?:\.(\d{1,6}))?(?:~([\w.,:-]{1,8000}))?$/;
const TEXT = /^([a-z0-9-]{1,128}):(\d{1,6}):(\d{1,6}):(\d{1,6}):(\d{1,8}):([0-9a-f]{1,8})$/;

/** A position as the `id` of an event. */
export function writeEventId({ begin, seq, index, texts }: RunPosition): string {
  const place = `${begin}-${seq === 'begin' ? 'b' : seq}${index === undefined ? '' : `.${index}`}`;
  const open = texts.map(({ taskId, attempt, turn, restarts, end, hash }) =>
    [taskId, attempt, turn, restarts, end, hash.toString(16)].join(':'),
  );
  return open.length === 0 ? place : `${place}~${open.join(',')}`;
}

/** Reads an id; undefined when it is none of ours. */
export function readEventId(id: string): RunPosition | undefined {
  const [, begin, seq, index, texts] = ID.exec(id) ?? [];
  if (begin === undefined || seq === undefined) return undefined;
  const open = texts === undefined ? [] : texts.split(',').map(readText);
  if (open.some((text) => text === undefined)) return undefined;
  return {
    begin: Number(begin),
    seq: seq === 'b' ? 'begin' : Number(seq),
    index: index === undefined ? undefined : Number(index),
    texts: open.filter((text) => text !== undefined),
  };
}

function readText(text: string): TextPosition | undefined {
  const [, taskId, attempt, turn, restarts, end, hash] = TEXT.exec(text) ?? [];
  if (taskId === undefined || hash === undefined) return undefined;
  const [attemptNumber, turnNumber, restartCount, length] = [attempt, turn, restarts, end].map(Number);
  return {
    taskId,
    attempt: attemptNumber ?? 1,
    turn: turnNumber ?? 1,
    restarts: restartCount ?? 0,
    end: length ?? 0,
    hash: Number.parseInt(hash, 16),
  };
}
