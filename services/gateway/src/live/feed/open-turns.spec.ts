import type { LiveDelta } from '@botarmy/contracts';

import { EventRing, eventFrame } from './event-ring';
import { LONGEST_TURN, OpenTurns } from './open-turns';

function delta(offset: number, text: string, overrides: Partial<LiveDelta> = {}): LiveDelta {
  return { workflow_id: 'wf_a', task_id: 't', agent_id: 'a', attempt: 1, turn: 1, offset, text, ...overrides };
}

describe('open turns', () => {
  it('join deltas that follow each other', () => {
    const turns = new OpenTurns();
    turns.append(delta(0, 'ab'));
    turns.append(delta(2, 'cd'));
    expect(turns.get('t')).toEqual(delta(0, 'abcd'));
  });

  it('begin anew where one was lost, and where another runner starts over', () => {
    const turns = new OpenTurns();
    turns.append(delta(0, 'ab'));
    turns.append(delta(9, 'xy'));
    expect(turns.get('t')).toMatchObject({ offset: 9, text: 'xy' });
    turns.append(delta(0, 'again'));
    expect(turns.get('t')).toMatchObject({ offset: 0, text: 'again' });
  });

  it('keep the newest turn and attempt alone', () => {
    const turns = new OpenTurns();
    turns.append(delta(0, 'first'));
    turns.append(delta(0, 'repair', { turn: 2 }));
    expect(turns.append(delta(5, ' late'))).toBeUndefined();
    expect(turns.get('t')).toMatchObject({ turn: 2, text: 'repair' });
    turns.append(delta(0, 'again', { attempt: 2 }));
    expect(turns.get('t')).toMatchObject({ attempt: 2, turn: 1, text: 'again' });
  });

  it('are not opened again by what comes after the end of an attempt', () => {
    const turns = new OpenTurns();
    turns.append(delta(0, 'ab'));
    turns.closeTask('t', 1);
    expect(turns.append(delta(2, 'cd'))).toBeUndefined();
    expect(turns.keys()).toEqual([]);
    expect(turns.append(delta(0, 'ab', { attempt: 2 }))).toBe('t');
  });

  it('hold a bounded text and a bounded number', () => {
    const turns = new OpenTurns();
    const piece = 'x'.repeat(50_000);
    for (let index = 0; index < 20; index += 1) turns.append(delta(index * piece.length, piece));
    const turn = turns.get('t');
    expect(turn?.text.length).toBeLessThanOrEqual(LONGEST_TURN);
    expect((turn?.offset ?? 0) + (turn?.text.length ?? 0)).toBe(1_000_000);
    for (let index = 0; index < 100; index += 1) turns.append(delta(0, 'x', { task_id: `task-${index}` }));
    expect(turns.keys()).toHaveLength(64);
  });
});

describe('an event ring', () => {
  const entry = (seq: number, text = '') => ({
    ...eventFrame('wf_a', { seq, type: 'x', occurred_at: '', data: { text }, progress: {} }),
  });

  it('gives what came after a version, and says when it does not reach back', () => {
    const ring = new EventRing(10);
    expect(ring.after(10, 5)).toEqual([]);
    for (let seq = 11; seq <= 14; seq += 1) ring.append(entry(seq));
    expect(ring.after(11, 2)?.map(({ seq }) => seq)).toEqual([12, 13]);
    expect(ring.after(14, 2)).toEqual([]);
    expect(ring.after(9, 2)).toBeUndefined();
  });

  it('refuses a gap', () => {
    expect(() => new EventRing(1).append(entry(3))).toThrow('event 3 does not follow 1');
  });

  it('forgets the oldest by number and by size, but never the newest', () => {
    const ring = new EventRing(0);
    for (let seq = 1; seq <= 600; seq += 1) ring.append(entry(seq));
    expect(ring.after(87, 1)).toBeUndefined();
    expect(ring.after(88, 1)?.[0]?.seq).toBe(89);
    ring.append(entry(601, 'x'.repeat(2_000_000)));
    expect(ring.after(599, 10)).toBeUndefined();
    expect(ring.after(600, 10)).toHaveLength(1);
  });
});
