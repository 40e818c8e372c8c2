import type { DeltaFrame, SnapshotFrame } from '../../../live/frame';
import { applyDelta, applySnapshot } from './turn';
import type { Turn } from './turn';

const ids = { workflow_id: 'wf_1', task_id: 'task', agent_id: 'analyst', attempt: 1, turn: 1 };

function delta(text: string, offset: number, changes: Partial<DeltaFrame> = {}): DeltaFrame {
  return { type: 'delta', ...ids, offset, text, ...changes };
}

function snapshot(text: string, changes: Partial<SnapshotFrame> = {}): SnapshotFrame {
  return { type: 'snapshot', ...ids, text, ...changes };
}

function turnOf(...frames: DeltaFrame[]): Turn | undefined {
  return frames.reduce<Turn | undefined>((turn, frame) => applyDelta(turn, frame).turn, undefined);
}

describe('a turn', () => {
  it('grows by what is new, whatever is repeated', () => {
    expect(turnOf(delta('abc', 0), delta('abc', 0), delta('bcd', 1), delta('e', 4))?.text).toBe('abcde');
  });

  it('reports a gap and keeps what it has', () => {
    const turn = turnOf(delta('abc', 0));
    expect(applyDelta(turn, delta('x', 9))).toEqual({ turn, hasGap: true });
    expect(applyDelta(undefined, delta('x', 9))).toEqual({ turn: undefined, hasGap: true });
  });

  it('begins anew with a repair or another attempt, and ignores what is older', () => {
    const repaired = turnOf(delta('abc', 0), delta('x', 0, { turn: 2 }));
    expect(repaired?.text).toBe('x');
    expect(applyDelta(repaired, delta('d', 3)).turn).toBe(repaired);
    expect(turnOf(delta('x', 0, { turn: 4 }), delta('y', 0, { attempt: 2 }))?.text).toBe('y');
  });

  it('stays closed when text of it arrives late', () => {
    const turn = turnOf(delta('abc', 0));
    const closed = turn === undefined ? undefined : { ...turn, isOpen: false };
    expect(applyDelta(closed, delta('d', 3)).turn).toMatchObject({ text: 'abcd', isOpen: false });
    expect(applySnapshot(closed, snapshot('abcd'))).toMatchObject({ text: 'abcd', isOpen: false });
  });

  it('takes the words of the runner that writes it again', () => {
    const again = turnOf(delta('abcdef', 0), delta('xy', 0), delta('z', 2));
    expect(again?.text).toBe('xyz');
  });

  it('that nobody watched from the beginning starts where the snapshot does', () => {
    const late = applySnapshot(undefined, snapshot('late', { offset: 100 }));
    expect(late).toMatchObject({ offset: 100, text: 'late' });
    const grown = applyDelta(late, delta('r', 104));
    expect(grown).toEqual({ turn: { ...late, text: 'later' }, hasGap: false });
    expect(applyDelta(late, delta('x', 200)).hasGap).toBe(true);
    expect(applyDelta(late, delta('anew', 0)).turn).toMatchObject({ offset: 0, text: 'anew' });
  });

  it('joins a snapshot that begins later with the beginning it knows', () => {
    const known = turnOf(delta('abcdef', 0));
    expect(applySnapshot(known, snapshot('efgh', { offset: 4 }))).toMatchObject({ offset: 0, text: 'abcdefgh' });
    expect(applySnapshot(known, snapshot('xyz', { offset: 9 }))).toMatchObject({ offset: 9, text: 'xyz' });
  });

  it('takes a snapshot unless it knows more', () => {
    expect(applySnapshot(undefined, snapshot('abc')).text).toBe('abc');
    expect(applySnapshot(turnOf(delta('abcdef', 0)), snapshot('abc')).text).toBe('abcdef');
    expect(applySnapshot(turnOf(delta('abc', 0)), snapshot('x', { turn: 2 })).text).toBe('x');
    expect(applySnapshot(turnOf(delta('abc', 0, { turn: 2 })), snapshot('older')).text).toBe('abc');
  });
});
