import { createHash } from 'node:crypto';

import { FakeClock } from '@botarmy/testing';

import { DeltaSender } from './delta-sender';
import { COALESCE_MS, FIRST_PIECE_MS, LONGEST_DELTA_CHARACTERS } from './stream-frames';
import type { StreamFrame } from './stream-frames';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf16le').digest('hex');

describe('a delta sender', () => {
  let clock: FakeClock;
  let frames: StreamFrame[];
  let sender: DeltaSender;

  beforeEach(() => {
    clock = new FakeClock();
    frames = [];
    sender = new DeltaSender(clock, (frame) => frames.push(frame));
  });

  it('gathers small pieces for a moment, the first of them hardly', async () => {
    sender.add('a');
    sender.add('b');
    expect(frames).toEqual([]);
    await clock.advance(FIRST_PIECE_MS);
    expect(frames).toEqual([{ kind: 'delta', offset: 0, text: 'ab' }]);
    sender.add('c');
    await clock.advance(COALESCE_MS - 1);
    sender.add('d');
    expect(frames).toHaveLength(1);
    await clock.advance(1);
    expect(frames.slice(1)).toEqual([{ kind: 'delta', offset: 2, text: 'cd' }]);
  });

  it('cuts a long piece into frames the broker takes', () => {
    const text = 'x'.repeat(LONGEST_DELTA_CHARACTERS) + 'rest';
    sender.add(text);
    sender.end({});
    expect(frames).toEqual([
      { kind: 'delta', offset: 0, text: text.slice(0, LONGEST_DELTA_CHARACTERS) },
      { kind: 'delta', offset: LONGEST_DELTA_CHARACTERS, text: 'rest' },
      { kind: 'end', length: text.length, sha256: sha256(text), reply: {} },
    ]);
  });

  it('starts again after a reset, with the length and hash of the new text alone', () => {
    sender.add('wrong');
    sender.flush();
    sender.add(', still waiting');
    sender.reset();
    sender.add('right');
    sender.end({});
    expect(frames).toEqual([
      { kind: 'delta', offset: 0, text: 'wrong' },
      { kind: 'reset' },
      { kind: 'delta', offset: 0, text: 'right' },
      { kind: 'end', length: 5, sha256: sha256('right'), reply: {} },
    ]);
  });

  it('keeps a reset to itself while nothing was sent', async () => {
    sender.add('wrong');
    sender.reset();
    await clock.advance(COALESCE_MS);
    sender.add('right');
    await clock.advance(COALESCE_MS);
    expect(frames).toEqual([{ kind: 'delta', offset: 0, text: 'right' }]);
  });
});
