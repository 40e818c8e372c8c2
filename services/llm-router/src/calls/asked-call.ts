import { createHash } from 'node:crypto';

import type {
  CompleteModelCallRequest,
  CompleteModelCallV2Request,
  ModelCallRouting,
  ModelCallScope,
  SpendingCeiling,
} from '@botarmy/contracts';

import type { AnswerGuard } from '../guardrails/answer-guard';
import type { Prompt } from '../prompt/prompt';
import { promptOfPlainRequest, promptOfRequest } from '../prompt/prompt-of-request';

/** A question to the router, whichever version of it was asked. */
export interface AskedCall {
  /** Says what is meant, never the words. */
  readonly idempotencyKey: string;
  readonly route: string;
  readonly scope: ModelCallScope;
  readonly routing: ModelCallRouting;
  readonly prompt: Prompt;
  readonly requestSha256: string;
  readonly timeoutMs: number;
  /** True when a call of unknown outcome is a person's decision. */
  readonly hasSideEffects: boolean;
  /** False when a caller would rather be told of somebody else's running call than wait for it. */
  readonly waitsForOwner: boolean;
  /** What the budgets of its task leave; undefined where nothing bounds it. */
  readonly ceiling?: SpendingCeiling;
  /** True for a model that is asked besides. */
  readonly isShadow?: true;
  /** Seconds its answer is cached; absent for a call that neither reads nor fills the cache. */
  readonly cacheTtlS?: number;
  /** Watches the answer; absent where nothing is looked for. */
  readonly guard?: AnswerGuard;
}

/** A cached answer lasts a day where the caller does not say. */
export const DEFAULT_TTL_S = 86_400;

/** The first version of the question: a document for a task of a workflow. */
export function askedCallOf(request: CompleteModelCallRequest): AskedCall {
  const { idempotency_key, route, workflow_id, task_id, attempt, agent_id, timeout_ms, ceiling } = request;
  return {
    idempotencyKey: idempotency_key,
    route,
    scope: { workflow_id, task_id, attempt, agent_id },
    routing: {},
    prompt: promptOfPlainRequest(request),
    requestSha256: sha256Of(plainWordsOf(request)),
    timeoutMs: timeout_ms,
    hasSideEffects: false,
    waitsForOwner: true,
    ...(ceiling === undefined ? {} : { ceiling }),
  };
}

/**
 * The second version: parts, tools, formats, a scope of its own.
 *
 * @throws {Problem} 400 `invalid-prompt`.
 */
export function askedCallOfV2(request: CompleteModelCallV2Request): AskedCall {
  const { idempotency_key, route, scope, routing = {}, timeout_ms, has_side_effects = false } = request;
  const { cache, cache_ttl_s, on_in_progress } = request;
  const prompt = promptOfRequest(request);
  const { idempotencyKey: _key, onBrokenStream: _policy, ...words } = prompt;
  return {
    idempotencyKey: idempotency_key,
    route,
    scope,
    routing,
    prompt,
    requestSha256: sha256Of([route, words]),
    timeoutMs: timeout_ms,
    hasSideEffects: has_side_effects,
    waitsForOwner: on_in_progress !== 'refuse',
    ...(cache === 'use' ? { cacheTtlS: cache_ttl_s ?? DEFAULT_TTL_S } : {}),
  };
}

function plainWordsOf({ route, messages, max_output_tokens, temperature }: CompleteModelCallRequest): unknown {
  return [route, messages.map(({ role, content }) => [role, content]), max_output_tokens, temperature];
}

function sha256Of(words: unknown): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}
