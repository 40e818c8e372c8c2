import { defineQuestion } from '../define-question';
import { Count, Flag, ListOf, OneOf, Text, TextList } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** Something a call may be addressed to: a route, or one model under its provider. */
export class CallableModel {
  /** `default`, or `openai/gpt-…`. */
  @Text({ max: 200 }) id!: string;
  @OneOf(['route', 'model']) kind!: 'route' | 'model';
  /** The provider of a model; `botarmy` for a route. */
  @Text({ max: 128 }) owned_by!: string;
  /** Models a route may ask, in its order, as `provider/model`; empty for a model. */
  @TextList({ maxItems: 100, max: 200 }) models!: string[];
  @Count({ nullable: true }) context_window!: number | null;
  @Count({ nullable: true }) max_output_tokens!: number | null;
  /** True when the simulator answers. */
  @Flag() simulated!: boolean;
}

/** Routes first, then models, each by name. */
export class ListModelsReply {
  @ListOf(() => CallableModel) models!: CallableModel[];
}

/** What can be asked with the providers that are configured. */
export const listModels = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'model',
  verb: 'list',
  version: 1,
  request: EmptyRequest,
  reply: ListModelsReply,
  role: 'viewer',
});
