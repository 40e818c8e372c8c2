import { Count, Flag, JsonObject, Text, TextList } from '../fields';

/** What a task's document must look like (specification §5.2.2). */
export class OutputContract {
  @Text({ min: 1, max: 255 }) path!: string;
  @Text({ min: 1, max: 200 }) title!: string;
  @TextList({ maxItems: 40, max: 120 }) required_sections!: string[];
  /** Words of prose at most; tables and code blocks are not counted. */
  @Count({ min: 1, max: 100_000 }) max_words!: number;
  /** The document the agent starts from; absent when it starts from nothing. */
  @Text({ max: 16_000, optional: true }) template?: string;
  /** Values the document states, by name, each with its schema; absent when it states none. */
  @JsonObject({ optional: true }) values?: Record<string, unknown>;
  /** How often the agent may still ask people instead of writing; absent when it may not. */
  @Count({ min: 1, max: 5, optional: true }) question_rounds?: number;
}

/** What the checker found in the stored document; the gate reads it as evidence. */
export class ContractEvidence {
  @Flag() passed!: boolean;
  @Count() words!: number;
  @TextList({ maxItems: 40, max: 120 }) missing_sections!: string[];
  /** How many repair turns the runner needed. */
  @Count() repairs!: number;
}
