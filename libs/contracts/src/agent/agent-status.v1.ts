import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { AGENT_STATUSES } from '../statuses';
import type { AgentStatus } from '../statuses';

/** Which agent, and in which workflow. */
export class GetAgentStatusRequest {
  @Identifier() agent_id!: string;
  /** The newest workflow in which the agent is at work when absent. */
  @Identifier({ optional: true }) workflow_id?: string;
}
/** A task an agent has in hand. */
export class ActiveTaskView {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Text({ max: 200 }) name!: string;
  @Count({ min: 1 }) attempt!: number;
  @Timestamp({ nullable: true }) started_at!: string | null;
}
/** Specification §7.2.2: what an agent is doing. */
export class AgentStatusView {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
  @OneOf(AGENT_STATUSES) status!: AgentStatus;
  @Text({ nullable: true, max: 200 }) current_task!: string | null;
  /** Share of the agent's tasks in the workflow that are done, by expected minutes; null when it is in none. */
  @Count({ max: 100, nullable: true }) progress_percent!: number | null;
  @Timestamp({ nullable: true }) started_at!: string | null;
  /** Paths of the agent's artifacts in the workflow. */
  @TextList({ max: 255 }) artifacts_created!: string[];
  /** The workflow that the fields above speak of; null when the agent is in none. */
  @Identifier({ nullable: true }) workflow_id!: string | null;
  /** Everything the agent has in hand in the newest 20 running workflows of the tenant. */
  @ListOf(() => ActiveTaskView) active_tasks!: ActiveTaskView[];
}
/** What one agent is doing in the tenant's workflows. */
export const getAgentStatus = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'agent',
  verb: 'get-status',
  version: 1,
  request: GetAgentStatusRequest,
  reply: AgentStatusView,
  role: 'viewer',
});
