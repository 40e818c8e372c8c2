import type { Server } from 'node:http';

/** Slow clients do not hold a connection: headers within 10 s, the whole request within 30 s, idle connections 60 s. */
export function limitServer(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 60_000;
  server.maxHeadersCount = 100;
}
