import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { Problem } from '@botarmy/chassis';

/** Answers an upgrade with a problem instead of a WebSocket and closes the connection. */
export function refuseUpgrade(socket: Duplex, problem: Problem, requestId: string): void {
  const body = JSON.stringify(problem.toBody({ requestId }));
  const retryAfter =
    problem.retryAfterMs === undefined ? [] : [`Retry-After: ${String(Math.ceil(problem.retryAfterMs / 1_000))}`];
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Refused'}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    ...retryAfter,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
