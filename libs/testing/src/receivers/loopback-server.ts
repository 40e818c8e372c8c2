import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A received request with its whole (decompressed) body. */
export interface ReceivedRequest {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** An HTTP server on a free loopback port. */
export interface LoopbackServer {
  url: string;
  close(): Promise<void>;
}

/** Starts an HTTP server that hands each complete request to `handle`. An error in `handle` answers 500 with its message. */
export async function startLoopbackServer(
  handle: (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>,
): Promise<LoopbackServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const raw = await buffer(request);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      await handle({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }, response);
    } catch (error) {
      response.writeHead(500).end((error as Error).message);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
