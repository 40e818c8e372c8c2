import { createHash } from 'node:crypto';

import type { Caller } from '@botarmy/contracts';

import type { Prompt } from '../prompt/prompt';
import type { PromptPart } from '../providers/prompt-part';
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

/**
 * A hash of what is asked: the order of keys does not count, nor space around a text or in JSON, nor whether a default is
 * spelled out.
 */
function keyOf(route: string, { idempotencyKey: _key, onBrokenStream: _policy, ...prompt }: Prompt): string {
  const messages = prompt.messages.map(({ role, parts }) => ({ role, parts: parts.map(normalPart) }));
  const normal = sortKeys({ route, ...withoutDefaults(prompt), messages });
  return createHash('sha256').update(JSON.stringify(normal)).digest('hex');
}

function normalPart(part: PromptPart): unknown {
  if (part.type === 'text') return { ...part, text: part.text.trim().replaceAll('\r\n', '\n') };
  return part.type === 'tool_call' ? { ...part, arguments: jsonOf(part.arguments) } : part;
}

/** What a provider does anyway is the same as not asking for it. */
function withoutDefaults({ toolChoice, parallelToolCalls, ...prompt }: Omit<Prompt, 'idempotencyKey'>): object {
  const hasTools = prompt.tools.length > 0;
  return {
    ...prompt,
    ...(hasTools && toolChoice !== undefined && toolChoice.mode !== 'auto' ? { toolChoice } : {}),
    ...(hasTools && parallelToolCalls === false ? { parallelToolCalls } : {}),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text || '{}') as unknown;
  } catch {
    return text;
  }
}
