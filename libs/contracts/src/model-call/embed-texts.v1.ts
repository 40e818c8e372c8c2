import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, Nested, OneOf, Text, TextList } from '../fields';
import { ModelCallRouting, ModelCallScope, ModelTokenUsage } from './complete-model-call.v2';

/** Vectors for texts. The idempotency key says what is meant. */
export class EmbedTextsRequest {
  @Text({ min: 1, max: 300, pattern: /^[A-Za-z0-9_:./-]+$/ }) idempotency_key!: string;
  /** Name of a route of embedding models, such as `embeddings`, or `provider/model`. */
  @Text({ min: 1, max: 200, pattern: /^[A-Za-z0-9][A-Za-z0-9_:./@-]*$/ }) route!: string;
  @Nested(() => ModelCallScope) scope!: ModelCallScope;
  @Nested(() => ModelCallRouting, { optional: true }) routing?: ModelCallRouting;
  @TextList({ maxItems: 32, max: 100_000 }) texts!: string[];
  /** Length of each vector; the model's own where absent. */
  @Count({ min: 1, max: 4_096, optional: true }) dimensions?: number;
  /** Total milliseconds the caller is willing to wait. */
  @Count({ min: 1_000, max: 3_600_000 }) timeout_ms!: number;
  /** Whether an identical request of the same permission may be answered from the cache, and fill it; `no-store` where absent. */
  @OneOf(['use', 'no-store'], { optional: true }) cache?: 'use' | 'no-store';
  /** Seconds the vectors stay in the cache. */
  @Count({ min: 1, max: 2_592_000, optional: true }) cache_ttl_s?: number;
}

/** The vectors in the order of the texts. */
export class EmbedTextsReply {
  @Identifier() call_id!: string;
  /** Each as base64 of little-endian 32-bit floats. */
  @TextList({ maxItems: 32, max: 30_000 }) vectors!: string[];
  @Nested(() => ModelTokenUsage) usage!: ModelTokenUsage;
  /** True when a finished call was replayed and nothing was paid. */
  @Flag() replayed!: boolean;
}

/** Asks the router for vectors. */
export const embedTexts = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['agent-runner', 'gateway'],
  entity: 'embedding',
  verb: 'embed',
  version: 1,
  request: EmbedTextsRequest,
  reply: EmbedTextsReply,
  role: 'operator',
});
