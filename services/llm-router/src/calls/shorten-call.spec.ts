import { promptWith } from '../prompt/prompt.fixture';
import type { AskedCall } from './asked-call';
import type { RefusalDetail } from './refusal-problem';
import type { Reservation } from './reservation';
import { shortenedCall } from './shorten-call';

const ASKED: AskedCall = {
  idempotencyKey: 'k',
  route: 'default',
  scope: {},
  routing: {},
  prompt: promptWith(),
  requestSha256: '',
  timeoutMs: 1_000,
  hasSideEffects: false,
  waitsForOwner: true,
};
const DETAIL: RefusalDetail = {
  budget_id: 'ceiling',
  name: 'what its budgets leave the task',
  scope_kind: 'task',
  scope_id: 'wf_a/requirements/1',
  period: 'total',
  limit_micros: 10_000,
  spent_micros: 2_000,
  reserved_micros: 1_000,
  needed_micros: 11_000,
  route: null,
  retry_after_ms: null,
};
/** A thousand for the question, ten a token. */
const reserve = ({ prompt: { maxOutputTokens } }: typeof ASKED): Reservation => ({
  micros: 1_000 + maxOutputTokens * 10,
  tokens: 100 + maxOutputTokens,
  outputTokens: maxOutputTokens,
});
const outputOf = (detail: Partial<RefusalDetail>): number | undefined =>
  shortenedCall(ASKED, { ...DETAIL, ...detail }, reserve)?.prompt.maxOutputTokens;

describe('a call its ceiling refuses', () => {
  it('is shortened to the longest answer that fits into what is left', () => {
    expect(outputOf({})).toBe(600);
    expect(outputOf({ budget_id: 'ceiling-tokens', limit_micros: 1_000, spent_micros: 300, reserved_micros: 0 })).toBe(
      600,
    );
  });

  it('is left where no worthwhile answer fits', () => {
    expect(outputOf({ spent_micros: 5_441 })).toBeUndefined();
    expect(outputOf({ spent_micros: 5_440 })).toBe(256);
  });

  it('is left where something else refused it, or its cost is unknown', () => {
    expect(outputOf({ budget_id: 'bud_a' })).toBeUndefined();
    const unknown = shortenedCall(ASKED, DETAIL, (call) => ({ ...reserve(call), micros: null }));
    expect(unknown).toBeUndefined();
  });
});
