import type { Clock } from '@botarmy/chassis';

import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import { failureOf } from '../scripting/failure-of';
import type { Fault, Script } from '../scripting/script';
import { pacePieces } from './pace-pieces';
import type { ResponseWriter } from './response-writer';
import type { WireFormat } from './wire-format';

/** Everything that is needed to play one answer. */
export interface Performance {
  readonly call: SimulatedCall;
  readonly answer: SimulatedAnswer;
  readonly script: Script;
  readonly format: WireFormat;
  readonly writer: ResponseWriter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How far an answer came. */
export interface Played {
  readonly outcome: 'completed' | 'failed';
  readonly tokens: number;
}

const GARBAGE = '\u0000\ufffd<<{"choices":[[[ not json \u0007\n\n';
const WRONG_SHAPE = { object: 'unexpected', result: { status: 'ok', items: [] } };
const NO_ANSWER = '<!doctype html><title>Sign in</title><p>This page is no answer of a model.</p>';
const HUGE_BYTES = 50 * 1024 * 1024;
const DEFAULT_DRIP_BYTES = 16;
const DEFAULT_DRIP_INTERVAL_MS = 20;
const ENDLESS_WORD = 'on ';
const WORDS_PER_PAUSE = 10;

/** Sends the answer as the script says. Rejects with the signal's reason when the client leaves or the service stops. */
export async function playAnswer(performance: Performance): Promise<Played> {
  const { script, writer, clock, signal, format, answer, call } = performance;
  if (script.latency_ms) await clock.sleep(script.latency_ms, signal);
  const { fault } = script;
  const failure = fault ? failureOf(fault) : undefined;
  if (failure && !(call.stream && fault?.after_tokens)) {
    const refusal = format.failure(failure, answer.id);
    await writer.json(refusal.status, refusal.headers, refusal.body);
    return { outcome: 'failed', tokens: 0 };
  }
  if (fault?.kind === 'wrong-json') {
    await writer.json(200, format.headers(answer), WRONG_SHAPE);
    return { outcome: 'failed', tokens: 0 };
  }
  if (fault?.kind === 'wrong-type') {
    writer.head(200, { 'content-type': 'text/html; charset=utf-8' });
    await writer.write(NO_ANSWER);
    writer.end();
    return { outcome: 'failed', tokens: 0 };
  }
  if (fault?.kind === 'slow-drip')
    writer.slowDown(fault.bytes_per_chunk ?? DEFAULT_DRIP_BYTES, fault.interval_ms ?? DEFAULT_DRIP_INTERVAL_MS);
  return call.stream ? playStream(performance) : playWhole(performance);
}

async function playWhole({ call, answer, script, format, writer, clock, signal }: Performance): Promise<Played> {
  const { fault } = script;
  if (script.tokens_per_second) await clock.sleep((answer.pieces.length * 1000) / script.tokens_per_second, signal);
  if (fault?.kind === 'stall') await stall(fault, clock, signal);
  const headers = format.headers(answer);
  if (fault?.kind === 'garbage' || fault?.kind === 'cut') {
    const body = JSON.stringify(format.body(call, answer));
    writer.head(200, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      ...(fault.kind === 'cut' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    });
    await writer.write(fault.kind === 'cut' ? body.slice(0, Math.floor(body.length / 2)) : GARBAGE);
    if (fault.kind === 'cut') await writer.cut();
    else writer.end();
    return { outcome: 'failed', tokens: 0 };
  }
  await writer.json(200, headers, format.body(call, answer));
  return { outcome: 'completed', tokens: answer.pieces.length };
}

async function playStream(performance: Performance): Promise<Played> {
  const { call, answer, script, format, writer, clock, signal } = performance;
  const { fault } = script;
  const faultAt =
    fault && fault.kind !== 'slow-drip'
      ? Math.min(fault.after_tokens ?? 0, answer.pieces.length)
      : Number.POSITIVE_INFINITY;
  if (fault?.kind === 'stall' && faultAt === 0) await stall(fault, clock, signal);
  writer.head(200, {
    ...format.headers(answer),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  await writer.write(format.opening(call, answer));
  if (fault?.kind === 'endless' && faultAt === 0) await neverEnd(performance);
  if (fault && faultAt === 0 && (await spoil(performance, fault))) return { outcome: 'failed', tokens: 0 };
  let sent = 0;
  for await (const { text, upTo } of pacePieces(answer.pieces, script.tokens_per_second ?? 0, clock, signal)) {
    if (fault && sent < faultAt && upTo >= faultAt) {
      const head = answer.pieces.slice(sent, faultAt).join('');
      await writer.write(format.delta(call, answer, head));
      if (fault.kind === 'stall') await stall(fault, clock, signal);
      else if (fault.kind === 'endless') await neverEnd(performance);
      else if (await spoil(performance, fault)) return { outcome: 'failed', tokens: faultAt };
      const rest = answer.pieces.slice(faultAt, upTo).join('');
      if (rest) await writer.write(format.delta(call, answer, rest));
    } else {
      await writer.write(format.delta(call, answer, text));
    }
    sent = upTo;
  }
  await writer.write(format.closing(call, answer));
  writer.end();
  return { outcome: 'completed', tokens: sent };
}

/** Ends a begun stream in the scripted way; false when the fault is none that ends it. */
async function spoil({ call, format, writer, answer }: Performance, fault: Fault): Promise<boolean> {
  if (fault.kind === 'cut') {
    await writer.cut();
    return true;
  }
  if (fault.kind === 'truncate') {
    writer.end();
    return true;
  }
  if (fault.kind === 'huge') {
    await writeEndlessEvent(writer, fault.bytes ?? HUGE_BYTES);
    return true;
  }
  const failure = failureOf(fault);
  if (fault.kind !== 'garbage' && !failure) return false;
  await writer.write(
    failure
      ? format.failureEvent(failure, answer.id)
      : format.delta(call, answer, '').replace(/^data: .*$/mu, () => `data: ${GARBAGE}`),
  );
  writer.end();
  return true;
}

/** One event that does not end before so many bytes. */
async function writeEndlessEvent(writer: ResponseWriter, bytes: number): Promise<void> {
  const piece = 'x'.repeat(65_536);
  await writer.write('data: {"text":"');
  for (let left = bytes; left > 0; left -= piece.length) await writer.write(piece.slice(0, left));
  await writer.write('"}\n\n');
  writer.end();
}

/** Word after word, whatever limit was asked for, until the client leaves. */
async function neverEnd({ call, format, writer, answer, clock, signal }: Performance): Promise<never> {
  for (;;) {
    for (let word = 0; word < WORDS_PER_PAUSE; word += 1) await writer.write(format.delta(call, answer, ENDLESS_WORD));
    await clock.sleep(1, signal);
  }
}

/** Silence for the scripted time, else until the client leaves. */
async function stall(fault: Fault, clock: Clock, signal: AbortSignal): Promise<void> {
  if (fault.duration_ms !== undefined) return clock.sleep(fault.duration_ms, signal);
  signal.throwIfAborted();
  await new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
