import type { FastifyReply } from 'fastify';

import type { ModelTokenUsage, VirtualKeyAllowanceReply } from '@botarmy/contracts';

/** What is said about a finished call besides its answer. */
export interface CallFacts {
  readonly call_id: string;
  readonly usage: ModelTokenUsage;
  readonly replayed: boolean;
  /** Milliseconds spent on the call besides the providers; absent where that is not known. */
  readonly overhead_ms?: number;
}

/** The same as members of the last event of a stream, whose headers went out before anybody knew. */
export function factsOf({ call_id, usage, replayed, overhead_ms }: CallFacts): object {
  const { provider, model, cost_micros, simulated } = usage;
  return { call_id, provider, model, cost_micros, simulated, replayed, overhead_ms: overhead_ms ?? null };
}

/** Which call it was, who answered, what it cost (millionths of a US dollar; `unknown` without a price). */
export function writeFacts(reply: FastifyReply, { call_id, usage, replayed, overhead_ms }: CallFacts): void {
  void reply.headers({
    'x-botarmy-call-id': call_id,
    'x-botarmy-provider': usage.provider,
    'x-botarmy-model': usage.model,
    'x-botarmy-cost-micros': usage.cost_micros === null ? 'unknown' : String(usage.cost_micros),
    'x-botarmy-replayed': String(replayed),
    'x-botarmy-simulated': String(usage.simulated),
    ...(overhead_ms === undefined ? {} : { 'x-botarmy-overhead-ms': String(overhead_ms) }),
  });
}

/** What is left to the key in the current minute, under OpenAI's names. */
export function writeAllowance(reply: FastifyReply, allowance: VirtualKeyAllowanceReply): void {
  const { requests_limit, requests_left, requests_reset_ms, tokens_limit, tokens_left, tokens_reset_ms } = allowance;
  writeLimit(reply, 'requests', requests_limit, requests_left, requests_reset_ms);
  writeLimit(reply, 'tokens', tokens_limit, tokens_left, tokens_reset_ms);
}

function writeLimit(
  reply: FastifyReply,
  what: string,
  limit: number | null,
  left: number | null,
  resetMs: number | null,
): void {
  if (limit === null) return;
  void reply.headers({
    [`x-ratelimit-limit-${what}`]: String(limit),
    [`x-ratelimit-remaining-${what}`]: String(left ?? limit),
    [`x-ratelimit-reset-${what}`]: `${((resetMs ?? 0) / 1_000).toFixed(3)}s`,
  });
}
