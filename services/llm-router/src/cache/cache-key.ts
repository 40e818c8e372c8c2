import { createHash } from 'node:crypto';

import type { Caller } from '@botarmy/contracts';

import type { Prompt } from '../prompt/prompt';
import { sortKeys } from './sort-keys';

/** Where an answer is looked for and kept. */
export interface CacheScope {
  /** Who may be given the answer besides the one it was made for; never another tenant. */
  readonly permission: string;
  readonly key: string;
  readonly ttlS: number;
}

/** What the cache goes by. */
export interface CacheableCall {
  readonly route: string;
  readonly prompt: Prompt;
  readonly scope: { readonly virtual_key_id?: string };
  readonly routing: { readonly data_labels?: readonly string[] };
  /** Seconds an answer is kept; absent for a call that neither reads nor fills the cache. */
  readonly cacheTtlS?: number;
}

/**
 * Where a call's answer is cached; undefined when it is not to be. Who presents a virtual key shares with that key alone, others with
 * those of the same role; data under different labels is never shared.
 */
export function cacheScopeOf(
  { route, prompt, scope, routing, cacheTtlS }: CacheableCall,
  caller: Caller,
): CacheScope | undefined {
  if (cacheTtlS === undefined) return undefined;
  const who = scope.virtual_key_id === undefined ? `role:${caller.role}` : `key:${scope.virtual_key_id}`;
  const labels = [...(routing.data_labels ?? [])].sort().join(',');
  return { permission: `${who}/${labels}`, key: keyOf(route, prompt), ttlS: cacheTtlS };
}

/** A hash of what is asked: the order of keys does not count, nor what is absent, nor space around a text. */
function keyOf(route: string, { idempotencyKey: _key, onBrokenStream: _policy, ...prompt }: Prompt): string {
  const messages = prompt.messages.map(({ role, parts }) => ({
    role,
    parts: parts.map((part) =>
      part.type === 'text' ? { ...part, text: part.text.trim().replaceAll('\r\n', '\n') } : part,
    ),
  }));
  const normal = sortKeys({ route, ...prompt, messages });
  return createHash('sha256').update(JSON.stringify(normal)).digest('hex');
}
