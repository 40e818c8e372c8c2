import { defineEvent } from '../define-message';
import { Count, Identifier, JsonObject, Nested } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { ModelUsage } from '../shared/model-usage';
import { ContractEvidence } from '../shared/output-contract';

/** An attempt ended with a stored document. */
export class AgentTaskCompleted {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Count({ min: 1 }) lease!: number;
  @Nested(() => ArtifactReference) artifact!: ArtifactReference;
  @Nested(() => ContractEvidence) evidence!: ContractEvidence;
  @Nested(() => ModelUsage) usage!: ModelUsage;
  @Count() duration_ms!: number;
  /** What the document states, checked against the output contract; at most 8 KiB as JSON. */
  @JsonObject({ optional: true }) values?: Record<string, unknown>;
}

/** Published with a deterministic message id: workflow, task, attempt, lease. */
export const agentTaskCompleted = defineEvent({
  entity: 'agent-task',
  verb: 'completed',
  version: 1,
  payload: AgentTaskCompleted,
  producers: ['agent-runner'],
  description: 'An attempt ended with a stored document.',
});
