import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { getAgentStatus, GetAgentStatusRequest } from '@botarmy/contracts';
import type { AgentStatusView, Caller } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { workflowNotFound } from '../commands/command-problems';
import type { LoadedWorkflow } from '../workflow/loaded-workflow';
import { WorkflowStates } from '../workflow/workflow-states';
import { agentStatus } from './agent-status';
import { WorkflowRepository } from './workflow.repository';

/** Running workflows looked at: the cost of an answer has a bound however much runs. */
const NEWEST = 20;

/** What agents are doing (specification §7.2.2). */
@Controller()
export class AgentStatusController {
  constructor(
    private readonly states: WorkflowStates,
    private readonly repository: WorkflowRepository,
    private readonly catalogue: ProcessCatalogue,
  ) {}

  @Answers(getAgentStatus)
  async status(@Payload() request: GetAgentStatusRequest, @AskedBy() caller: Caller): Promise<AgentStatusView> {
    const { agent_id, workflow_id } = request;
    const ids =
      workflow_id === undefined ? await this.repository.newestRunning(caller.tenant_id, NEWEST) : [workflow_id];
    const loaded = await Promise.all(ids.map((id) => this.load(caller.tenant_id, id)));
    const workflows = loaded.filter((workflow) => workflow !== undefined);
    if (workflow_id !== undefined && workflows.length === 0) throw workflowNotFound();
    const view = agentStatus(agent_id, workflows);
    if (view !== undefined) return view;
    const name = this.nameOf(agent_id);
    if (name === undefined || workflow_id !== undefined) throw unknownAgent();
    return {
      id: agent_id,
      name,
      status: 'idle',
      current_task: null,
      progress_percent: null,
      started_at: null,
      artifacts_created: [],
      workflow_id: null,
      active_tasks: [],
    };
  }

  private load(tenantId: string, workflowId: string): Promise<LoadedWorkflow | undefined> {
    // Another replica may have moved on: what people see is read from the database.
    this.states.forget(workflowId);
    return this.states.load(tenantId, workflowId);
  }

  private nameOf(agentId: string): string | undefined {
    for (const process of this.catalogue.all()) {
      const agent = process.agents[agentId];
      if (agent !== undefined) return agent.name;
    }
    return undefined;
  }
}

function unknownAgent(): Problem {
  return new Problem({
    status: 404,
    code: 'unknown-agent',
    title: 'Unknown agent',
    detail: 'No process here has an agent of this name: check the id.',
  });
}
