import { AgentProfile } from '../agent-task/execute-agent-task.v1';
import { defineQuestion } from '../define-question';
import { Identifier } from '../fields';

/** Which agent: as the workflow is pinned to it, else as the tenant has it now. */
export class ReadAgentProfileRequest {
  @Identifier() agent_id!: string;
  @Identifier({ optional: true }) workflow_id?: string;
}
/** What an agent is made of, for whoever speaks as that agent. */
export const readAgentProfile = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['hitl'],
  entity: 'agent',
  verb: 'read-profile',
  version: 1,
  request: ReadAgentProfileRequest,
  reply: AgentProfile,
  role: 'viewer',
});
