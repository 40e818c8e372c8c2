import { createHash } from 'node:crypto';

import type { EmbedTextsRequest } from '@botarmy/contracts';

import type { Prompt } from '../prompt/prompt';
import { promptProblem } from '../prompt/prompt-problem';
import { DEFAULT_TTL_S } from './asked-call';
import type { AskedCall } from './asked-call';

/**
 * A question for vectors: a user turn per text. It is held, recorded, booked and cached as any other call.
 *
 * @throws {Problem} 400 `invalid-prompt`.
 */
export function askedEmbeddingOf(request: EmbedTextsRequest): AskedCall {
  const { idempotency_key, route, scope, routing = {}, texts, dimensions, timeout_ms, cache, cache_ttl_s } = request;
  const empty = texts.flatMap((text, index) => (text.trim() === '' ? [index] : []));
  if (texts.length === 0) throw promptProblem([{ path: 'texts', message: 'are none: give at least one' }]);
  if (empty.length > 0) throw promptProblem(empty.map((index) => ({ path: `texts.${index}`, message: 'is empty' })));
  const prompt: Prompt = {
    messages: texts.map((text) => ({ role: 'user', parts: [{ type: 'text', text }] })),
    tools: [],
    output: { kind: 'embedding', ...(dimensions === undefined ? {} : { dimensions }) },
    maxOutputTokens: 1,
    stop: [],
    idempotencyKey: idempotency_key,
  };
  return {
    idempotencyKey: idempotency_key,
    route,
    scope,
    routing,
    prompt,
    requestSha256: createHash('sha256')
      .update(JSON.stringify([route, texts, dimensions ?? null]))
      .digest('hex'),
    timeoutMs: timeout_ms,
    hasSideEffects: false,
    waitsForOwner: true,
    ...(cache === 'use' ? { cacheTtlS: cache_ttl_s ?? DEFAULT_TTL_S } : {}),
  };
}
