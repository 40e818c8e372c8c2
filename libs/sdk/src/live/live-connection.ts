import { FrameQueue } from './frame-queue';
import { parseFrame } from './live-frames';
import type { ServerFrame } from './live-frames';
import type { LiveSocket, OpenSocket } from './live-socket';

/** Frames that may wait for the reader. */
const MOST_WAITING = 5_000;
/** The gateway speaks every 30 s; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 100_000;

/** How a connection ended. */
export interface ConnectionEnd {
  /** WebSocket close code; 1006 when there was none. */
  readonly code: number;
  readonly reason: string;
  /** Status of a refused upgrade, where the platform tells it. */
  readonly httpStatus?: number;
}

/** One connection, from its opening to its end. */
export interface LiveConnection {
  /** Frames in order; ends with the connection. Heartbeats are answered here and left out. */
  readonly frames: AsyncIterable<ServerFrame | { readonly type: 'opened' }>;
  /** How it ended, once `frames` has. */
  readonly end: () => ConnectionEnd;
  send(message: object): void;
  close(): void;
}

/** Connects. A reader that falls behind loses deltas first; one that falls behind for good loses the connection. */
export function connectLive(open: OpenSocket, url: string, token: string | undefined): LiveConnection {
  const queue = new FrameQueue<ServerFrame | { readonly type: 'opened' }>(MOST_WAITING);
  let socket: LiveSocket | undefined;
  let end: ConnectionEnd | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const finish = (how: ConnectionEnd): void => {
    end ??= how;
    clearTimeout(silence);
    socket?.close();
    queue.end();
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => finish({ code: 1006, reason: 'silent for too long' }), SILENCE_MS);
  };
  const take = (frame: ServerFrame): void => {
    if (queue.push(frame)) return;
    queue.keepOnly(({ type }) => type !== 'delta');
    if (!queue.push(frame)) finish({ code: 1013, reason: 'the reader is too slow' });
  };

  const events = {
    opened: () => {
      heard();
      queue.push({ type: 'opened' });
    },
    received: (text: string) => {
      if (end !== undefined) return;
      heard();
      const frame = parseFrame(text);
      if (frame?.type === 'heartbeat') socket?.send(JSON.stringify({ type: 'heartbeat', content: 'pong' }));
      else if (frame !== undefined) take(frame);
    },
    closed: finish,
  };
  open(url, token, events).then(
    (opened) => {
      socket = opened;
      if (end !== undefined) opened.close();
    },
    (error: unknown) => finish({ code: 1006, reason: String(error) }),
  );
  return {
    frames: queue,
    end: () => end ?? { code: 1006, reason: 'not ended' },
    send: (message) => socket?.send(JSON.stringify(message)),
    close: () => finish({ code: 1000, reason: 'closed here' }),
  };
}
