import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { createId, startWorkflow, StartWorkflowRequest } from '@botarmy/contracts';
import type { Caller, StartWorkflowReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { checkInputs } from '@botarmy/process-engine';
import type { CompiledProcess, JsonRecord } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { RuntimeSettings } from '../settings/runtime-settings';
import { CommandRecords } from '../workflow/command-records';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { BriefDocuments } from './brief-documents';
import { titleOf } from './title-of';

const DEFAULT_PROCESS = 'sdlc';

@Controller()
export class StartWorkflowController {
  constructor(
    private readonly catalogue: ProcessCatalogue,
    private readonly records: CommandRecords,
    private readonly executor: WorkflowExecutor,
    private readonly documents: BriefDocuments,
    private readonly settings: RuntimeSettings,
  ) {}

  @Answers(startWorkflow)
  async start(@Payload() request: StartWorkflowRequest, @AskedBy() caller: Caller): Promise<StartWorkflowReply> {
    const identity = this.records.identify(caller, 'start', request);
    const process = await this.processOf(request, caller.tenant_id);
    this.checkAgents(process, caller.tenant_id);
    checkStart(request.inputs, process);
    const fresh = createId('wf');
    const reserved =
      identity && (await this.records.reserveStart<StartWorkflowReply>(caller.tenant_id, identity, fresh));
    if (reserved?.reply !== undefined) return reserved.reply;
    const workflowId = reserved?.workflowId ?? fresh;
    const reply: StartWorkflowReply = {
      workflow_id: workflowId,
      status: 'started',
      estimated_duration_minutes: Math.ceil(process.expected_minutes),
    };
    const attached = await this.documents.attachments(request.uploads, caller);
    const brief = await this.documents.store({ workflowId, process, text: request.project_brief, attached }, caller);
    const execution = await this.executor.execute(
      { tenantId: caller.tenant_id, workflowId },
      {
        type: 'start',
        workflow_id: workflowId,
        tenant_id: caller.tenant_id,
        process: { name: process.name, version: process.version, content_hash: process.content_hash },
        brief,
        started_by: caller.user_id,
        ...(request.inputs === undefined ? {} : { inputs: request.inputs as JsonRecord }),
      },
      {
        fresh: { process, title: titleOf(request.project_brief) },
        ...(identity === undefined ? {} : { record: () => ({ ...identity, reply }) }),
      },
    );
    if (execution.outcome !== 'duplicate' || identity === undefined) return reply;
    return (await this.records.find<StartWorkflowReply>(caller.tenant_id, identity)) ?? reply;
  }

  private async processOf(request: StartWorkflowRequest, tenantId: string): Promise<CompiledProcess> {
    const process = await this.catalogue.current(tenantId, request.workflow_type ?? DEFAULT_PROCESS);
    if (process !== undefined) return process;
    const known = this.catalogue.offered().map(({ name }) => name);
    throw new Problem({
      status: 422,
      code: 'unknown-process',
      title: 'Unknown process',
      detail: `There is no process of this name. Set workflow_type to one of: ${known.join(', ')}.`,
    });
  }

  /** Refuses what could not be finished: a process that needs an agent which takes no tasks. */
  private checkAgents(process: CompiledProcess, tenantId: string): void {
    const disabled = Object.keys(process.agents).filter((agent) => !this.settings.isAgentEnabled(tenantId, agent));
    if (disabled.length === 0) return;
    throw new Problem({
      status: 422,
      code: 'agent-disabled',
      title: 'An agent of the process is disabled',
      detail: `The process ${process.name} needs ${disabled.join(', ')}: enable that in the configuration, or start another process.`,
      members: { agents: disabled },
    });
  }
}

/** Refuses inputs the process does not take before anything is stored; the error points at the input. */
function checkStart(inputs: StartWorkflowRequest['inputs'], process: CompiledProcess): void {
  const checked = checkInputs(inputs as JsonRecord | undefined, process);
  if (!('outcome' in checked)) return;
  const { code, detail, input } = checked;
  throw new Problem({
    status: 422,
    code,
    title: 'The inputs do not fit the process',
    detail,
    errors: [{ path: input === null ? 'inputs' : `inputs.${input}`, message: detail }],
  });
}
