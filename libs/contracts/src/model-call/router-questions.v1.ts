import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** One provider as the status page shows it. */
export class ProviderStatus {
  @Identifier() id!: string;
  @OneOf(['healthy', 'degraded', 'unavailable', 'not_configured']) status!: string;
  /** Median of the last calls; null when none was made yet. */
  @Count({ nullable: true }) response_time_ms!: number | null;
  @Flag() simulated!: boolean;
  @Text({ max: 128, nullable: true }) model!: string | null;
}
/** Every known provider. */
export class RouterStatusReply {
  @ListOf(() => ProviderStatus) providers!: ProviderStatus[];
  /** True when calls are answered by the simulated provider. */
  @Flag() simulated!: boolean;
}
/** Health of the providers as the router sees it. */
export const getRouterStatus = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway'],
  entity: 'provider',
  verb: 'status',
  version: 1,
  request: EmptyRequest,
  reply: RouterStatusReply,
  role: 'viewer',
});
