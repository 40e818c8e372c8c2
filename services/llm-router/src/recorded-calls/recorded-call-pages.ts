import type { RecordedModelCall } from '@botarmy/contracts';

import type { ModelCall } from '../generated/prisma/client';

/** Characters of an answer in one record. */
export const PIECE_CHARACTERS = 65_536;
/** Bytes of answers in one reply, as JSON inside JSON: with everything around them it stays below a message of the broker (1 MiB). */
const PAGE_BYTES = 393_216;

/** Where a page goes on: at this character of this call's answer. */
export interface RecordedPlace {
  readonly callId: string;
  readonly offset: number;
}

/** The records that fit into one reply, and where the next one begins; no place when all calls are through. */
export function pageOf(
  calls: readonly ModelCall[],
  from: RecordedPlace | undefined,
): { readonly records: RecordedModelCall[]; readonly next: RecordedPlace | undefined } {
  const records: RecordedModelCall[] = [];
  let bytes = 0;
  for (const call of calls) {
    const { callId, answer } = call;
    let offset = from?.callId === callId ? from.offset : 0;
    for (;;) {
      const piece = answer?.slice(offset, offset + PIECE_CHARACTERS) ?? null;
      bytes += sizeOf(piece);
      if (records.length > 0 && bytes > PAGE_BYTES) return { records, next: { callId, offset } };
      offset += PIECE_CHARACTERS;
      const more = answer !== null && offset < answer.length;
      records.push({ ...recordOf(call), text: piece, more });
      if (!more) break;
    }
  }
  return { records, next: undefined };
}

/** Bytes of a text that travels inside a line that travels inside a message. */
function sizeOf(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(JSON.stringify(JSON.stringify(text)));
}

/** The cursor of a place. */
export function cursorOf({ callId, offset }: RecordedPlace): string {
  return `${callId}.${offset}`;
}

/** The place of a cursor; undefined for text that is none. */
export function placeOf(cursor: string): RecordedPlace | undefined {
  const [, callId, offset] = /^([a-z0-9_]{1,64})\.(\d{1,9})$/.exec(cursor) ?? [];
  return callId === undefined ? undefined : { callId, offset: Number(offset) };
}

function recordOf(call: ModelCall): Omit<RecordedModelCall, 'text' | 'more'> {
  return {
    key: call.idempotencyKey,
    call_id: call.callId,
    task_id: call.taskId,
    attempt: call.attempt,
    route: call.route,
    request_sha256: call.requestSha256,
    status: call.status,
    finish_reason: call.finishReason,
    error_code: call.errorCode,
    usage: {
      provider: call.provider ?? '',
      model: call.model ?? '',
      input_tokens: call.inputTokens,
      output_tokens: call.outputTokens,
      // What the asker was told the answer cost.
      cost_micros: call.isCostKnown ? Number(call.answerMicros) : 0,
      calls: 1,
      simulated: call.simulated,
    },
    asked_at: call.createdAt.toISOString(),
    settled_at: call.settledAt?.toISOString() ?? null,
  };
}
