import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Database, Problem } from '@botarmy/chassis';
import { createId, getWhatIf, startWhatIf, StartWhatIfRequest, WhatIfRequest } from '@botarmy/contracts';
import type { Caller, StartWhatIfReply, WhatIfView } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { withRoutes } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

import { workflowNotFound } from '../commands/command-problems';
import { WorkflowStates } from '../workflow/workflow-states';
import { ProcessVariants } from './process-variants';
import { WhatIfRuns } from './what-if-runs';
import { WhatIfRepository } from './what-if.repository';

/** What a recorded workflow would have come to with something changed. */
@Controller()
export class WhatIfController {
  constructor(
    private readonly states: WorkflowStates,
    private readonly variants: ProcessVariants,
    private readonly repository: WhatIfRepository,
    private readonly runs: WhatIfRuns,
    private readonly database: Database,
  ) {}

  @Answers(startWhatIf)
  async start(@Payload() request: StartWhatIfRequest, @AskedBy() caller: Caller): Promise<StartWhatIfReply> {
    const { workflow_id, models = [] } = request;
    const { tenant_id, user_id } = caller;
    if (models.length === 0 && request.definition === undefined && request.process_version === undefined)
      throw nothingChanged();
    const workflow = await this.states.load(tenant_id, workflow_id);
    if (workflow === undefined) throw workflowNotFound();
    const base = await this.variants.find(request, workflow.process, tenant_id);
    const process = changedModels(base, models);
    const run_id = createId('wf');
    const { content_hash, name, version } = process;
    await this.database.call(
      'request_what_if',
      tenant_id,
      run_id,
      workflow_id,
      user_id,
      content_hash,
      name,
      version,
      JSON.stringify(process),
    );
    this.runs.nudge();
    return { run_id, status: 'running' };
  }

  @Answers(getWhatIf)
  async view(@Payload() { run_id }: WhatIfRequest, @AskedBy() caller: Caller): Promise<WhatIfView> {
    const view = await this.repository.find(caller.tenant_id, run_id);
    if (view === undefined) throw unknownRun();
    return view;
  }
}

function changedModels(process: CompiledProcess, models: NonNullable<StartWhatIfRequest['models']>): CompiledProcess {
  if (models.length === 0) return process;
  for (const { agent_id } of models)
    if (agent_id !== undefined && process.agents[agent_id] === undefined) throw unknownAgent(agent_id, process);
  return withRoutes(process, Object.fromEntries(models.map(({ agent_id, route }) => [agent_id ?? '*', route])));
}

function nothingChanged(): Problem {
  return new Problem({
    status: 422,
    code: 'nothing-changed',
    title: 'Nothing is different',
    detail:
      'Name other models, a version of the process or a definition; to prove that nothing changed, replay the run.',
  });
}

function unknownAgent(id: string, { agents }: CompiledProcess): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-agent',
    title: 'Unknown agent',
    detail: `The process has no agent ${id}: it has ${Object.keys(agents).join(', ')}.`,
  });
}

function unknownRun(): Problem {
  return new Problem({
    status: 404,
    code: 'what-if-not-found',
    title: 'Not found',
    detail: 'There is no such what-if run: check the id.',
  });
}
