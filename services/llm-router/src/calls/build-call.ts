import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

import { TryCandidates } from '../asking/try-candidates';
import { cacheScopeOf } from '../cache/cache-key';
import type { CacheScope } from '../cache/cache-key';
import { PriceBook } from '../prices/price-book';
import type { RouteDecision } from '../routes/choose-route';
import { decisionRecordOf } from '../routes/decision-record';
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

  /** `route` is the one that was asked for, or the one a budget leads to. */
  build(asked: AskedCall, caller: Caller, decision: RouteDecision, route: string): BuiltCall {
    const { candidates, complexity } = decision;
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
      tier: complexity.tier,
      decision: decisionRecordOf(decision),
      ...(asked.isShadow === true ? { is_shadow: true } : {}),
      intent: this.tries.intentOf(candidates[0]),
      ...(cache === undefined ? {} : { cache_permission: cache.permission, cache_key: cache.key }),
    };
    return { row, outputTokens, cache };
  }
}
