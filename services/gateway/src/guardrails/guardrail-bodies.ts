import { Count, GuardrailRule, ListOf, OneOf, Text, TextList } from '@botarmy/contracts';

/** A policy for a route; kinds without a rule are labelled. */
export class GuardrailPolicyBody {
  /** Name of a route as calls ask for it, `provider/model`, or `*` for every route without a policy of its own. */
  @Text({ min: 1, max: 200, pattern: /^(\*|[A-Za-z0-9][A-Za-z0-9_:./@-]*)$/ }) route!: string;
  @ListOf(() => GuardrailRule, { maxItems: 12, optional: true }) rules?: GuardrailRule[];
  /** People whose names are looked for. */
  @TextList({ maxItems: 2_000, max: 100, optional: true }) names?: string[];
  /** Who gets values back for placeholders: whoever makes the call, or only readers who ask for them. */
  @OneOf(['caller', 'readers'], { optional: true }) restores_for?: 'caller' | 'readers';
  /** Most bytes (UTF-8) of all texts of a request. */
  @Count({ min: 1, max: 100_000_000, optional: true }) max_input_bytes?: number;
  /** Most tokens of an answer, whatever the request allows. */
  @Count({ min: 1, max: 1_000_000, optional: true }) max_output_tokens?: number;
}

/** Which policy. */
export class GuardrailRouteQuery {
  @Text({ min: 1, max: 200 }) route!: string;
}

/** A text with placeholders of a workflow. */
export class RevealBody {
  @Text({ max: 500_000 }) text!: string;
}
