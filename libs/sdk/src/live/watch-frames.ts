import { BotArmyProblem } from '../client/botarmy-problem';
import { connectLive } from './live-connection';
import type { ConnectionEnd } from './live-connection';
import type { HeartbeatFrame, ServerFrame } from './live-frames';
import { openLiveSocket } from './live-socket';
import type { OpenSocket } from './live-socket';
import { backOffMs, wait } from './wait';

/** The state of the connection itself, told between the server's frames. */
export type ConnectionFrame =
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly reason: string; readonly retryInMs: number };

/** What a reader of the live feed gets. */
export type LiveFrame = Exclude<ServerFrame, HeartbeatFrame> | ConnectionFrame;

/** What to follow, and as whom. */
export interface WatchFramesOptions {
  /** Address of the gateway. */
  readonly baseUrl: string;
  readonly token?: string | undefined;
  /** Besides the news of the tenant: every event of this workflow, in order and without a gap, and its deltas. */
  readonly workflowId?: string;
  /** Version after which the workflow's events begin; without one: from now on. */
  readonly afterSeq?: number;
  /** Ends the feed quietly. */
  readonly signal?: AbortSignal;
  readonly openSocket?: OpenSocket;
}

const SESSION_ENDED = 4401;
/** Refusals of a subscription that repeating cannot change, with the status they have over HTTP. */
const FINAL_CODES = new Map([
  ['not-signed-in', 401],
  ['role-missing', 403],
  ['workflow-not-found', 404],
  ['validation-failed', 400],
]);

/**
 * Follows the live feed. Reconnects for ever with growing pauses and resumes after the last event it handed out, so
 * every `workflow_event` comes once and in order; news of the tenant that passed meanwhile is lost.
 *
 * @throws {BotArmyProblem} 401 when the session ended or never was, 403 or 404 when the workflow may not be seen.
 */
export async function* watchFrames(options: WatchFramesOptions): AsyncGenerator<LiveFrame, void, undefined> {
  const { baseUrl, token, workflowId, signal, openSocket = openLiveSocket } = options;
  const url = liveUrl(baseUrl);
  let lastSeq = options.afterSeq;
  for (let attempt = 1; signal?.aborted !== true; attempt += 1) {
    const connection = connectLive(openSocket, url, token);
    const close = (): void => connection.close();
    signal?.addEventListener('abort', close, { once: true });
    try {
      for await (const frame of connection.frames) {
        if (signal?.aborted) return;
        if (frame.type === 'opened') {
          yield { type: 'connected' };
          if (workflowId !== undefined) connection.send(subscription(workflowId, lastSeq));
          continue;
        }
        if (frame.type === 'heartbeat') continue;
        attempt = 1;
        if (frame.type === 'workflow_event') {
          if (lastSeq !== undefined && frame.seq <= lastSeq) continue;
          lastSeq = frame.seq;
        }
        // The log is shorter than what was seen of it: it was restored from a backup.
        if (frame.type === 'subscribed' && frame.seq !== undefined) lastSeq = Math.min(lastSeq ?? frame.seq, frame.seq);
        const isRefused = frame.type === 'error' && workflowId !== undefined && frame.workflow_id === workflowId;
        if (isRefused && FINAL_CODES.has(frame.code)) throw refused(frame.code, frame.message);
        yield frame;
        if (isRefused || frame.type === 'resync') break;
      }
    } finally {
      signal?.removeEventListener('abort', close);
      connection.close();
    }
    const end = connection.end();
    if (hasEndedSession(end)) throw sessionEnded();
    const retryInMs = backOffMs(attempt);
    if (signal?.aborted) return;
    yield { type: 'disconnected', reason: describe(end), retryInMs };
    await wait(retryInMs, signal);
  }
}

/** The WebSocket address of a gateway. */
export function liveUrl(baseUrl: string): string {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/api/ws`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function subscription(workflow_id: string, afterSeq: number | undefined): object {
  return { type: 'subscribe', workflow_id, ...(afterSeq === undefined ? {} : { after_seq: afterSeq }) };
}

function hasEndedSession({ code, httpStatus }: ConnectionEnd): boolean {
  return code === SESSION_ENDED || httpStatus === 401;
}

function sessionEnded(): BotArmyProblem {
  const detail = 'The session ended or never was: sign in again.';
  return new BotArmyProblem({ status: 401, code: 'not-signed-in', title: 'Not signed in', detail });
}

function refused(code: string, detail: string): BotArmyProblem {
  return new BotArmyProblem({ status: FINAL_CODES.get(code) ?? 400, code, title: 'Subscription refused', detail });
}

function describe({ code, reason, httpStatus }: ConnectionEnd): string {
  if (httpStatus !== undefined) return `the server answered ${httpStatus}`;
  return reason === '' ? `the connection was closed (${code})` : reason;
}
