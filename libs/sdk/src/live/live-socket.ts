/** What a socket tells. */
export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  /** Called once; `httpStatus` when the server refused the upgrade and the platform says how. */
  closed(end: { readonly code: number; readonly reason: string; readonly httpStatus?: number }): void;
}

/** An open, or opening, connection. */
export interface LiveSocket {
  send(text: string): void;
  close(): void;
}

/** Opens a connection; `token` becomes the `Authorization` header. */
export type OpenSocket = (url: string, token: string | undefined, events: SocketEvents) => Promise<LiveSocket>;

/** Most bytes of one frame; the gateway's own are far smaller. */
const LARGEST_FRAME_BYTES = 4 * 1024 * 1024;

/**
 * Opens a socket: with a token through the package `ws` (a browser's WebSocket cannot carry the header; loaded only
 * then), else through the platform's own WebSocket, which sends the session cookie.
 */
export const openLiveSocket: OpenSocket = (url, token, events) =>
  token === undefined ? Promise.resolve(openPlatformSocket(url, events)) : openWithToken(url, token, events);

async function openWithToken(url: string, token: string, events: SocketEvents): Promise<LiveSocket> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: 10_000,
    maxPayload: LARGEST_FRAME_BYTES,
  });
  let httpStatus: number | undefined;
  socket.on('open', () => events.opened());
  socket.on('message', (data, isBinary) => {
    if (!isBinary) events.received(String(data));
  });
  socket.on('unexpected-response', (request, response) => {
    httpStatus = response.statusCode;
    request.destroy();
    socket.terminate();
  });
  // The reason of a failed connection arrives with `close`, which always follows.
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => {
    events.closed({ code, reason: String(reason), ...(httpStatus === undefined ? {} : { httpStatus }) });
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.terminate(),
  };
}

function openPlatformSocket(url: string, events: SocketEvents): LiveSocket {
  const socket = new globalThis.WebSocket(url);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') events.received(data);
  });
  socket.addEventListener('close', ({ code, reason }) => events.closed({ code, reason }));
  return {
    send: (text) => {
      if (socket.readyState === globalThis.WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
