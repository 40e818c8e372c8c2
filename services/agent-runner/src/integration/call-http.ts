import { request as requestPlain } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';

import { AttemptFailure } from '@botarmy/process-engine';
import type { HttpIntegration, JsonRecord } from '@botarmy/process-engine';

import { allowedTarget } from './allowed-target';
import type { AllowedTarget } from './allowed-target';
import { fencedJson, fencedText } from './fenced-block';
import type { CallBounds, IntegrationResult } from './integration-result';
import type { IntegrationSettings } from './integration-settings';
import { notReached, tookTooLong, tooLarge } from './refusals';

/** Headers a process may not set: they belong to the call itself. */
const OWN_HEADERS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'idempotency-key']);

interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/**
 * Makes one HTTP call to the address that was looked up, follows no redirect, reads no more than it may.
 *
 * @throws {AttemptFailure} `integration-not-configured`, `integration-refused` (an answer other than 2xx),
 *   `integration-failed`, `integration-timeout`, `integration-answer-too-large`.
 */
export async function callHttp(
  call: HttpIntegration,
  settings: IntegrationSettings,
  bounds: CallBounds,
): Promise<IntegrationResult> {
  const target = await allowedTarget(call.url, settings);
  const answer = await ask(call, target, bounds);
  const { status, text, headers } = answer;
  if (status < 200 || status > 299) throw refused(call, target, answer);
  const json = /\bjson\b/i.test(headers['content-type'] ?? '') ? parse(text) : undefined;
  const members = isRecord(json) ? json : json === undefined ? { text } : { items: json };
  return {
    body: `${call.method} ${target.url.host} answered ${status}.\n\n${json === undefined ? fencedText(text) : fencedJson(json)}`,
    facts: { ...members, status } as JsonRecord,
  };
}

function ask(call: HttpIntegration, target: AllowedTarget, bounds: CallBounds): Promise<HttpAnswer> {
  const { url } = target;
  const what = `${call.method} ${url.host}`;
  const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const deadline = AbortSignal.timeout(bounds.timeoutMs);
  const options: RequestOptions = {
    method: call.method,
    headers: headersOf(call, target, bounds, body?.length),
    agent: false,
    lookup: pinnedTo(target),
    signal: AbortSignal.any([bounds.signal, deadline]),
  };
  return new Promise<HttpAnswer>((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (bounds.signal.aborted) reject(bounds.signal.reason as Error);
      else if (deadline.aborted) reject(tookTooLong(what, bounds.timeoutMs));
      else reject(error instanceof AttemptFailure ? error : notReached(`${what} did not answer`, error));
    };
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    const request = send(url, options, (response) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > bounds.maxBytes) response.destroy(tooLarge(`The answer of ${what}`, `${bounds.maxBytes} bytes`));
        else pieces.push(piece);
      });
      response.on('error', fail);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', fail);
    request.end(body);
  });
}

function headersOf(
  call: HttpIntegration,
  target: AllowedTarget,
  bounds: CallBounds,
  length: number | undefined,
): Record<string, string> {
  const own = Object.entries(call.headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  return {
    accept: 'application/json, text/*;q=0.8',
    ...Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value.replace(/[\r\n]/g, ' ')])),
    ...target.headers,
    'idempotency-key': bounds.idempotencyKey,
    ...(length === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(length) }),
  };
}

/** Names are not looked up again: what was checked is what is connected to. */
function pinnedTo({ address, family }: AllowedTarget): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function refused(
  { method }: HttpIntegration,
  { url }: AllowedTarget,
  { status, headers, text }: HttpAnswer,
): AttemptFailure {
  const retryable = status === 408 || status === 429 || status >= 500;
  const seconds = Number(headers['retry-after']);
  const reason = status >= 300 && status <= 399 ? ' Redirects are not followed.' : ` ${text.slice(0, 300)}`;
  return new AttemptFailure('integration-refused', `${method} ${url.host} answered ${status}.${reason}`, {
    retryable,
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0,
  });
}

function parse(text: string): JsonRecord | undefined {
  try {
    return JSON.parse(text) as JsonRecord;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
