import type { ModelCall } from '../generated/prisma/client';
import { cursorOf, pageOf, PIECE_CHARACTERS, placeOf } from './recorded-call-pages';
import type { RecordedPlace } from './recorded-call-pages';

function callOf(number: number, answer: string | null): ModelCall {
  return {
    callId: `call_${number}`,
    idempotencyKey: `wf_a/task/1/${number}`,
    taskId: 'task',
    attempt: 1,
    route: 'default',
    requestSha256: 'a'.repeat(64),
    status: answer === null ? 'failed' : 'completed',
    finishReason: 'stop',
    errorCode: null,
    provider: null,
    model: 'gpt',
    inputTokens: 1,
    outputTokens: 2,
    answerMicros: 5n,
    isCostKnown: number !== 2,
    simulated: true,
    createdAt: new Date('2026-01-15T10:00:00.000Z'),
    settledAt: null,
    answer,
  } as unknown as ModelCall;
}

/** Reads all pages and puts the answers together again. */
function readAll(calls: readonly ModelCall[]): { answers: Map<string, string | null>; pages: number; largest: number } {
  const answers = new Map<string, string | null>();
  let from: RecordedPlace | undefined;
  let pages = 0;
  let largest = 0;
  do {
    const { records, next } = pageOf(
      calls.filter(({ callId }) => from === undefined || callId >= from.callId),
      from,
    );
    for (const { call_id, text } of records)
      answers.set(call_id, text === null ? null : (answers.get(call_id) ?? '') + text);
    largest = Math.max(largest, Buffer.byteLength(JSON.stringify(records)));
    pages += 1;
    from = next === undefined ? undefined : placeOf(cursorOf(next));
  } while (from !== undefined);
  return { answers, pages, largest };
}

describe('pages of recorded calls', () => {
  it('hold short answers whole, and calls without one', () => {
    const { records, next } = pageOf([callOf(1, 'Yes.'), callOf(2, null)], undefined);
    expect(next).toBeUndefined();
    expect(records).toEqual([
      expect.objectContaining({ text: 'Yes.', more: false, usage: expect.objectContaining({ cost_micros: 5 }) }),
      expect.objectContaining({ text: null, more: false, usage: expect.objectContaining({ cost_micros: 0 }) }),
    ]);
  });

  it('cut answers of any length, so that every page fits into a message of the broker', () => {
    const calls = [
      callOf(1, 'é'.repeat(900_000)),
      callOf(2, 'x'.repeat(PIECE_CHARACTERS)),
      callOf(3, '漢'.repeat(300_000)),
    ];
    const { answers, pages, largest } = readAll(calls);
    expect(calls.map(({ callId, answer }) => answers.get(callId) === answer)).toEqual([true, true, true]);
    expect(pages).toBeGreaterThan(5);
    expect(largest).toBeLessThan(1_000_000);
  });

  it('know no cursor that was not theirs', () => {
    expect(placeOf("call_1'; --")).toBeUndefined();
    expect(placeOf('call_1.x')).toBeUndefined();
  });
});
