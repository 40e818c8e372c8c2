import { AnyJson, Flag, Identifier, JsonObject, OneOf, Text, TextList } from '../fields';

/** One question of an agent to people. */
export class AskedQuestion {
  @Identifier() id!: string;
  @Text({ min: 1, max: 500 }) text!: string;
  /** The only answers there are. */
  @TextList({ maxItems: 20, max: 200, optional: true }) options?: string[];
  /** JSON Schema of the answer; without options and schema it is a text. */
  @JsonObject({ optional: true }) schema?: Record<string, unknown>;
  /** Taken when people go on without an answer. */
  @AnyJson({ optional: true }) default?: unknown;
  @Flag() required!: boolean;
  /** `question_id` and `answer`: asked only when that earlier question was answered so. */
  @JsonObject({ optional: true }) depends_on?: Record<string, unknown>;
}

/** What an agent is told about one of its questions. */
export class GivenAnswer {
  @Identifier() question_id!: string;
  @Text({ max: 500 }) question!: string;
  @AnyJson() answer!: unknown;
  /** `default`: people went on, or let the time pass, without saying anything else. */
  @OneOf(['person', 'default']) given_by!: string;
}
