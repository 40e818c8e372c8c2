import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { readAgentProfile, ReadAgentProfileRequest } from '@botarmy/contracts';
import type { AgentProfile, Caller } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import type { CompiledAgent } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { workflowNotFound } from '../commands/command-problems';
import { TenantSourcesReader } from '../publishing/tenant-sources';
import { WorkflowStates } from '../workflow/workflow-states';

/** What agents are made of, for whoever speaks as one of them. */
@Controller()
export class AgentProfileController {
  constructor(
    private readonly states: WorkflowStates,
    private readonly sources: TenantSourcesReader,
    private readonly versions: ProcessVersions,
  ) {}

  @Answers(readAgentProfile)
  async profile(@Payload() request: ReadAgentProfileRequest, @AskedBy() caller: Caller): Promise<AgentProfile> {
    const { agent_id, workflow_id } = request;
    const agent =
      workflow_id === undefined
        ? await this.current(caller.tenant_id, agent_id)
        : await this.pinned(caller.tenant_id, workflow_id, agent_id);
    if (agent === undefined) throw unknownAgent(agent_id);
    const { id, name, pool, prompt, model } = agent;
    return { id, name, pool, system_prompt: prompt, ...model };
  }

  private async pinned(tenantId: string, workflowId: string, agentId: string): Promise<CompiledAgent | undefined> {
    const loaded = await this.states.load(tenantId, workflowId);
    if (loaded === undefined) throw workflowNotFound();
    return Object.values(loaded.process.agents).find(({ id }) => id === agentId);
  }

  /** As the processes that the tenant can start now have it, the first by name. */
  private async current(tenantId: string, agentId: string): Promise<CompiledAgent | undefined> {
    const { processes } = await this.sources.read(tenantId);
    const byName = [...processes.values()].sort((one, other) => one.name.localeCompare(other.name));
    for (const { content_hash } of byName) {
      const { agents } = await this.versions.byHash(content_hash);
      const agent = Object.values(agents).find(({ id }) => id === agentId);
      if (agent !== undefined) return agent;
    }
    return undefined;
  }
}

function unknownAgent(agentId: string): Problem {
  return new Problem({
    status: 404,
    code: 'unknown-agent',
    title: 'Unknown agent',
    detail: `No process here has an agent called "${agentId}": check the name.`,
  });
}
