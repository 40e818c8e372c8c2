import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { createId, explainRoute, serviceCaller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import type { CompiledAgent, CompiledProcess } from '@botarmy/process-engine';

/** What an agent's model would be and cost. */
export interface ModelProspect {
  readonly agent: CompiledAgent;
  readonly simulated: boolean;
  /** The most one answer can cost, in millionths of a US dollar; null when nobody knows the price. */
  readonly mostMicros: number | null;
  /** Why no model can be asked, in words; undefined when one can. */
  readonly missing?: string;
}

/** Inputs beside the brief, as text of a usual length. */
const USUAL_INPUTS = 'A word of an input document. '.repeat(600);
const ANSWER_TIMEOUT_MS = 5_000;

/** Asks the router what would answer the agents of a process; nothing is asked of a model. */
@Injectable()
export class ModelProspects {
  constructor(private readonly asker: Asker) {}

  /** One prospect per agent of the process that has tasks. */
  of(process: CompiledProcess, brief: string, tenantId: string): Promise<ModelProspect[]> {
    const tasks = [process.tasks, process.compensation?.tasks ?? {}].flatMap((each) => Object.values(each));
    const used = new Set(tasks.map(({ agent_id }) => agent_id));
    const agents = Object.values(process.agents).filter(({ id }) => used.has(id));
    return Promise.all(agents.map((agent) => this.prospect(agent, process.name, brief, tenantId)));
  }

  private async prospect(
    agent: CompiledAgent,
    process: string,
    brief: string,
    tenantId: string,
  ): Promise<ModelProspect> {
    const { route, max_output_tokens, temperature } = agent.model;
    const turn = (role: 'system' | 'user', text: string) => ({ role, parts: [{ type: 'text' as const, text }] });
    const request = {
      route,
      scope: { process, agent_id: agent.id },
      turns: [turn('system', agent.prompt), turn('user', `${brief}\n${USUAL_INPUTS}`)],
      max_output_tokens,
      temperature,
    };
    const caller = serviceCaller('orchestrator', tenantId, createId('req'));
    try {
      const { candidates, left_out } = await this.asker.ask(explainRoute, request, caller, ANSWER_TIMEOUT_MS);
      const [first] = candidates;
      if (first !== undefined) return { agent, simulated: first.simulated, mostMicros: first.most_micros };
      const reasons = left_out.map(({ provider, model, reasons: why }) => `${provider}/${model} ${why.join(' and ')}`);
      return { agent, simulated: false, mostMicros: null, missing: `No model fits: ${reasons.join('; ')}.` };
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      return { agent, simulated: false, mostMicros: null, missing: error.detail };
    }
  }
}
