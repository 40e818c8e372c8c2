import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '../errors/problem';
import { describeStatus } from '../errors/status-problems';
import type { Logger } from '../logging/logger';
import { replyWithProblem } from './problem-reply';
import { requestIdFrom } from './request-id';

/** Limits of a service's HTTP server. */
export interface HttpLimits {
  /** Largest request body in bytes. */
  bodyLimitBytes: number;
  /** Whose `X-Forwarded-For` is believed; nobody's by default. */
  trustProxy: boolean | string | string[];
}

/** Fastify for Nest whose own failures (bad JSON, body too large, broken URL or HTTP) are problem+json as well. */
export class ProblemFastifyAdapter extends FastifyAdapter {
  constructor(
    limits: HttpLimits,
    private readonly serviceLogger: Logger,
  ) {
    super({
      bodyLimit: limits.bodyLimitBytes,
      trustProxy: limits.trustProxy,
      requestIdHeader: false,
      genReqId: (request: IncomingMessage) => requestIdFrom(request.headers['x-request-id']),
      logger: false,
      forceCloseConnections: 'idle',
      requestTimeout: 120_000,
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        replyWithProblem(error, request, reply, serviceLogger),
      clientErrorHandler: answerBrokenHttp,
    });
  }

  /** Nest's own handler would drop Fastify's error codes on the way to the filter. */
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance().setErrorHandler((error, request, reply) => {
      replyWithProblem(error, request, reply, this.serviceLogger);
    });
  }
}

/** Called with bytes that are not HTTP: there is no request to answer, only a socket. */
function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfParserError(error.code);
  const words = describeStatus(status);
  const body = JSON.stringify(new Problem({ status, ...words }).toBody());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Bad Request'}\r\n` +
      `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}

function statusOfParserError(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return 400;
}
