import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

import { TryCandidates } from '../asking/try-candidates';
import { cacheScopeOf } from '../cache/cache-key';
import type { CacheScope } from '../cache/cache-key';
import { PriceBook } from '../prices/price-book';
import type { Candidate } from '../routes/candidate';
import type { AskedCall } from './asked-call';
import type { CallToBegin } from './call-rows';
import { scopesOf } from './call-scopes';
import { reservationOf } from './reservation';

/** A call ready to be begun. */
export interface BuiltCall {
  readonly row: CallToBegin;
  /** The longest answer that is held for. */
  readonly outputTokens: number;
  readonly cache: CacheScope | undefined;
}

/** Works out what a call holds and where it counts. */
@Injectable()
export class BuildCall {
  constructor(
    private readonly tries: TryCandidates,
    private readonly prices: PriceBook,
    private readonly clock: Clock,
  ) {}

  build(asked: AskedCall, caller: Caller, candidates: readonly [Candidate, ...Candidate[]], route: string): BuiltCall {
    const { tenant_id } = caller;
    const now = this.clock.now();
    const call_id = createId('call', now.getTime());
    const { micros, tokens, outputTokens } = reservationOf(candidates, asked.prompt, (candidate) =>
      this.prices.quote(tenant_id, candidate, now),
    );
    const cache = cacheScopeOf(asked, caller);
    const row: CallToBegin = {
      ...asked.scope,
      call_id,
      tenant_id,
      idempotency_key: asked.idempotencyKey,
      route,
      request_sha256: asked.requestSha256,
      scopes: scopesOf(tenant_id, call_id, asked.scope),
      reserved_micros: micros,
      held_tokens: tokens,
      is_downgraded: route !== asked.route,
      has_side_effects: asked.hasSideEffects,
      intent: this.tries.intentOf(candidates[0]),
      ...(cache === undefined ? {} : { cache_permission: cache.permission, cache_key: cache.key }),
    };
    return { row, outputTokens, cache };
  }
}
