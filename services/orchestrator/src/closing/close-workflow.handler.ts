import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { CloseWorkflow, createId, orchestratorCloseWorkflow, serviceCaller, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference } from '@botarmy/contracts';
import { Asker, Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';
import { buildMetadataFiles } from '@botarmy/process-engine';
import type { MetadataFile } from '@botarmy/process-engine';

import { handleExecution } from '../commands/handle-execution';
import { WorkflowRepository } from '../queries/workflow.repository';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { WorkflowStates } from '../workflow/workflow-states';

/** The part of the platform that writes the metadata files. */
const AUTHOR = 'orchestrator';

@Controller()
export class CloseWorkflowHandler {
  constructor(
    private readonly executor: WorkflowExecutor,
    private readonly states: WorkflowStates,
    private readonly repository: WorkflowRepository,
    private readonly asker: Asker,
  ) {}

  /** Writes the three metadata files from the workflow's own events, then completes it. Repeating stores nothing twice. */
  @Handles(orchestratorCloseWorkflow)
  async handle(@Payload() { workflow_id: workflowId }: CloseWorkflow, @Ctx() delivery: Delivery): Promise<void> {
    const { tenantId } = delivery;
    const workflow = await this.states.load(tenantId, workflowId);
    if (workflow === undefined) return handleExecution({ outcome: 'unknown' });
    const history = await this.repository.history(tenantId, workflowId);
    const { simulated } = workflow.state.usage;
    const files = buildMetadataFiles(history, workflow.process);
    const artifacts = await Promise.all(files.map((file) => this.store(tenantId, workflowId, file, simulated)));
    const target = { tenantId, workflowId };
    handleExecution(await this.executor.execute(target, { type: 'record-closing', artifacts }, { delivery }));
  }

  private async store(
    tenantId: string,
    workflowId: string,
    { path, content }: MetadataFile,
    simulated: boolean,
  ): Promise<ArtifactReference> {
    const { artifact } = await this.asker.ask(
      storeArtifact,
      {
        workflow_id: workflowId,
        path,
        name: path.replace(/^metadata\//, ''),
        type: 'json',
        agent_id: AUTHOR,
        stage: 'metadata',
        operation_key: 'closing',
        content,
        dependencies: [],
        metadata: { simulated },
      },
      serviceCaller(AUTHOR, tenantId, createId('req')),
    );
    return artifact;
  }
}
