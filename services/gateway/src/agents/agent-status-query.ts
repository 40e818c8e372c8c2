import { Identifier } from '@botarmy/contracts';

/** Which workflow to look at; the newest in which the agent is at work when absent. */
export class AgentStatusQuery {
  @Identifier({ optional: true }) workflow_id?: string;
}
