import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import type { Caller, ExplainRouteReply, ExplainRouteRequest, RouteCandidateView } from '@botarmy/contracts';

import { outputLimitOf } from '../models/cost-of';
import { mostCostOf } from '../prices/cost-of-usage';
import { PriceBook } from '../prices/price-book';
import { mostInputTokens } from '../prompt/count-tokens';
import type { Prompt } from '../prompt/prompt';
import { promptOfRequest } from '../prompt/prompt-of-request';
import type { Candidate } from '../routes/candidate';
import { ChooseRoute } from '../routes/choose-route';
import { assignmentInWords } from '../routes/decision-record';
import { routeQuestionOf } from '../routes/route-question';

const DEFAULT_OUTPUT_TOKENS = 1_000;
const ANY_KEY = 'explained';

/** Says where a request would go and why; nothing is asked of a model. */
@Injectable()
export class ExplainRoute {
  constructor(
    private readonly routes: ChooseRoute,
    private readonly prices: PriceBook,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} 400 `unknown-route`, `route-not-served` or `invalid-prompt`. */
  explain(request: ExplainRouteRequest, { tenant_id }: Caller): ExplainRouteReply {
    const { scope = {}, routing = {}, idempotency_key = ANY_KEY, max_output_tokens = DEFAULT_OUTPUT_TOKENS } = request;
    const prompt = promptOfRequest({ ...request, idempotency_key, max_output_tokens, scope, timeout_ms: 1_000 });
    const question = routeQuestionOf({ route: request.route, scope, routing, prompt }, tenant_id);
    const found = this.routes.find(question);
    const viewOf = (candidate: Candidate): RouteCandidateView => this.viewOf(candidate, prompt, tenant_id);
    return {
      asked: request.route,
      route: found.route,
      assignment: found.assignment === undefined ? null : assignmentInWords(found.assignment),
      strategy: found.strategy,
      complexity: { ...found.complexity, parts: found.complexity.parts.map((part) => ({ ...part })) },
      candidates: found.candidates.map(viewOf),
      left_out: found.leftOut.map(({ provider, model, reasons }) => ({ provider, model, reasons: [...reasons] })),
      is_canary: found.isCanary,
      shadow: found.shadow === undefined ? null : viewOf(found.shadow),
    };
  }

  private viewOf(candidate: Candidate, prompt: Prompt, tenantId: string): RouteCandidateView {
    const { provider, facts } = candidate;
    const named = { provider: provider.id, model: facts.model, simulated: provider.simulated };
    if (provider.simulated) return { ...named, most_micros: 0, price_version: null };
    const quoted = this.prices.quote(tenantId, candidate, this.clock.now());
    if (quoted === undefined) return { ...named, most_micros: null, price_version: null };
    const outputTokens = outputLimitOf(facts, prompt.maxOutputTokens);
    const most_micros = mostCostOf(quoted.price, mostInputTokens(prompt), outputTokens);
    return { ...named, most_micros, price_version: quoted.version };
  }
}
