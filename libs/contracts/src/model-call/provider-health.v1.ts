import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** How a model does under one key, as the replica that answers knows it since its start. */
export class ModelHealthView {
  @Text({ max: 128 }) model!: string;
  /** The tenant's own key; null for the installation's. */
  @Identifier({ nullable: true }) key_id!: string | null;
  /** `open`: left alone after failures; `half-open`: one request tries it again. */
  @OneOf(['closed', 'open', 'half-open']) circuit!: 'closed' | 'open' | 'half-open';
  /** Milliseconds until it is tried again; 0 when it need not be. */
  @Count() reopens_in_ms!: number;
  @Count() under_way!: number;
  /** Recent average; null when nothing was heard yet. */
  @Count({ nullable: true }) first_token_ms!: number | null;
}

/** How a provider does. */
export class ProviderHealthView {
  @Identifier() id!: string;
  @OneOf(['healthy', 'degraded', 'unavailable', 'not_configured']) status!: string;
  @Flag() simulated!: boolean;
  /** Median of the latest answers; null when there was none. */
  @Count({ nullable: true }) response_time_ms!: number | null;
  /** Requests under way, waiting for their turn, and how many may be under way. */
  @Count() under_way!: number;
  @Count() waiting!: number;
  @Count() concurrency!: number;
  /** Models that were asked since the start. */
  @ListOf(() => ModelHealthView) models!: ModelHealthView[];
}

/** Every known provider. */
export class ReadProviderHealthReply {
  @ListOf(() => ProviderHealthView) providers!: ProviderHealthView[];
}

/** Health of providers, models and keys, as the replica that answers knows it. */
export const readProviderHealth = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'provider',
  verb: 'health',
  version: 1,
  request: EmptyRequest,
  reply: ReadProviderHealthReply,
  role: 'operator',
});
