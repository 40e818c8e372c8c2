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
import type { RefusalDetail } from './refusal-problem';
import { reservationOf } from './reservation';
import type { Reservation } from './reservation';
import { shortenedCall } from './shorten-call';

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
    const { micros, tokens, outputTokens } = this.reserve(asked, tenant_id, decision);
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
      ...(asked.ceiling === undefined ? {} : { ceiling: asked.ceiling }),
      ...(asked.isShadow === true ? { is_shadow: true } : {}),
      intent: this.tries.intentOf(candidates[0]),
      ...(cache === undefined ? {} : { cache_permission: cache.permission, cache_key: cache.key }),
    };
    return { row, outputTokens, cache };
  }

  /** The call with an answer so short that its task's ceiling admits it; undefined where none would do. */
  shorten(asked: AskedCall, caller: Caller, decision: RouteDecision, detail: RefusalDetail): AskedCall | undefined {
    return shortenedCall(asked, detail, (call) => this.reserve(call, caller.tenant_id, decision));
  }

  private reserve({ prompt }: AskedCall, tenantId: string, { candidates }: RouteDecision): Reservation {
    const now = this.clock.now();
    return reservationOf(candidates, prompt, (candidate) => this.prices.quote(tenantId, candidate, now));
  }
}
