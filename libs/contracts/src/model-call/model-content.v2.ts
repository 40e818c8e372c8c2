import { Flag, Identifier, JsonObject, ListOf, OneOf, Text } from '../fields';

/** Kinds of parts a turn is made of. */
export const MODEL_PART_TYPES = ['text', 'image', 'file', 'tool_call', 'tool_result', 'reasoning'] as const;

/**
 * One part of a turn; which fields it has follows from its type: `text` has text; `image` and `file` have either `url` or
 * `media_type` and `data` (base64); `tool_call` has `call_id`, `name` and `arguments` (JSON text as the model wrote it);
 * `tool_result` has `call_id` and text; `reasoning` has text and, where its provider signs it, `signature` and `provider`.
 */
export class ModelPart {
  @OneOf(MODEL_PART_TYPES) type!: (typeof MODEL_PART_TYPES)[number];
  @Text({ max: 900_000, optional: true }) text?: string;
  @Text({ max: 128, optional: true }) media_type?: string;
  @Text({ max: 900_000, optional: true }) data?: string;
  @Text({ max: 4_096, optional: true }) url?: string;
  @Text({ max: 255, optional: true }) filename?: string;
  @Text({ min: 1, max: 128, optional: true }) call_id?: string;
  @Text({ min: 1, max: 128, optional: true }) name?: string;
  @Text({ max: 200_000, optional: true }) arguments?: string;
  @Flag({ optional: true }) is_error?: boolean;
  /** What a provider needs to take its own reasoning back; it means nothing to others and is never sent to them. */
  @Text({ max: 200_000, optional: true }) signature?: string;
  /** The provider that made a reasoning part. */
  @Identifier({ optional: true }) provider?: string;
}

/** One turn of a conversation. Results of tools come in turns of the role `tool`. */
export class ModelTurn {
  @OneOf(['system', 'user', 'assistant', 'tool']) role!: 'system' | 'user' | 'assistant' | 'tool';
  @ListOf(() => ModelPart, { maxItems: 200 }) parts!: ModelPart[];
}

/** A function the model may ask to be called. */
export class ModelTool {
  @Text({ min: 1, max: 64, pattern: /^[A-Za-z0-9_-]+$/ }) name!: string;
  @Text({ max: 10_000, optional: true }) description?: string;
  /** JSON Schema of the arguments. */
  @JsonObject() parameters!: Record<string, unknown>;
  /** True when the arguments have to satisfy the schema exactly. */
  @Flag({ optional: true }) strict?: boolean;
}

/** Whether tools are called: as the model likes, never, at least one, or the named one. */
export class ModelToolChoice {
  @OneOf(['auto', 'none', 'required', 'tool']) mode!: 'auto' | 'none' | 'required' | 'tool';
  @Text({ min: 1, max: 64, optional: true }) name?: string;
}

/** What form the answer has: free text, any JSON object, or an instance of a schema. */
export class ModelOutputFormat {
  @OneOf(['text', 'json', 'schema']) kind!: 'text' | 'json' | 'schema';
  @Text({ min: 1, max: 64, pattern: /^[A-Za-z0-9_-]+$/, optional: true }) name?: string;
  @Text({ max: 10_000, optional: true }) description?: string;
  @JsonObject({ optional: true }) schema?: Record<string, unknown>;
  @Flag({ optional: true }) strict?: boolean;
}
