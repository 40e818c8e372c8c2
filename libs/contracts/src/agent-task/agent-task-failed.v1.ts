import { defineEvent } from '../define-message';
import { Count, Flag, Identifier, Nested, Text } from '../fields';
import { ModelUsage } from '../shared/model-usage';

/** An attempt ended without a document. */
export class AgentTaskFailed {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Count({ min: 1 }) lease!: number;
  @Identifier() code!: string;
  /** What happened and what to do, without personal text. */
  @Text({ max: 2_000 }) detail!: string;
  @Flag() retryable!: boolean;
  @Count() retry_after_ms!: number;
  @Nested(() => ModelUsage, { optional: true }) usage?: ModelUsage;
  @Count() duration_ms!: number;
}

/** Published with a deterministic message id: workflow, task, attempt, lease. */
export const agentTaskFailed = defineEvent({
  entity: 'agent-task',
  verb: 'failed',
  version: 1,
  payload: AgentTaskFailed,
  producers: ['agent-runner'],
  description: 'An attempt ended without a document.',
});
