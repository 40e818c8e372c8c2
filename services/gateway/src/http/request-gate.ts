import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';

import type { OriginPolicy } from './origin-policy';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses, before a body is read, what no route wants: commands from foreign pages, bodies that are not JSON, odd keys. */
export function registerRequestGate(fastify: FastifyInstance, origins: OriginPolicy): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(problemOf(request, origins));
  });
}

function problemOf(request: FastifyRequest, origins: OriginPolicy): Problem | undefined {
  if (READING.has(request.method)) return undefined;
  if (!origins.allows(request.headers)) return originNotAllowed();
  if (hasBody(request) && !isJson(request.headers['content-type']) && !isUpload(request)) {
    return new Problem({
      status: 415,
      code: 'unsupported-media-type',
      title: 'Unsupported media type',
      detail: 'Send the body as application/json.',
    });
  }
  return idempotencyKeyProblem(request.headers['idempotency-key']);
}

/** A request from a page that is neither ours nor listed. */
export function originNotAllowed(): Problem {
  return new Problem({
    status: 403,
    code: 'origin-not-allowed',
    title: 'Origin not allowed',
    detail: 'Open the console at its own address, or have an administrator add this origin to CORS_ORIGINS.',
  });
}

function idempotencyKeyProblem(key: string | string[] | undefined): Problem | undefined {
  if (key === undefined || (typeof key === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(key))) return undefined;
  return new Problem({
    status: 400,
    code: 'idempotency-key-invalid',
    title: 'Idempotency key invalid',
    detail: 'Send one Idempotency-Key of 1 to 128 letters, digits, "_" or "-".',
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The one route that takes files. */
function isUpload({ method, url, headers }: FastifyRequest): boolean {
  const isForm = /^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '');
  return isForm && method === 'POST' && /^\/api\/uploads(\?|$)/.test(url);
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType.trim());
}
