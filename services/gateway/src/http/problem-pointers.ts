import type { FastifyInstance } from 'fastify';

interface FieldProblem {
  readonly path?: unknown;
  readonly message?: unknown;
}

/**
 * Names broken fields as the public API does: `{ pointer, detail }` with a JSON pointer (RFC 6901), where services among
 * themselves say `{ path, message }`.
 */
export function registerProblemPointers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
    done(null, isProblem && typeof payload === 'string' ? withPointers(payload) : payload);
  });
}

/** The body of a problem with its fields as pointers. */
export function withPointers(body: string): string {
  const problem = JSON.parse(body) as { errors?: FieldProblem[] };
  if (problem.errors === undefined) return body;
  const errors = problem.errors.map(({ path, message }) => ({
    pointer: pointerOf(String(path)),
    detail: String(message),
  }));
  return JSON.stringify({ ...problem, errors });
}

function pointerOf(path: string): string {
  return path === '' ? '' : `/${path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('.', '/')}`;
}
