import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { adoptArtifacts, createId, forkWorkflow, ForkWorkflowRequest, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference, Caller, ForkEdit, ForkWorkflowReply } from '@botarmy/contracts';
import { Answers, AskedBy, Asker } from '@botarmy/messaging';
import { copyHistory, documentsAt, endOfStep, foldWorkflow } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { refusedByEngine, workflowNotFound } from '../commands/command-problems';
import { documentFacts } from '../commands/document-facts';
import { WorkflowRepository } from '../queries/workflow.repository';
import { CommandRecords } from '../workflow/command-records';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { WorkflowStates } from '../workflow/workflow-states';

/** Who wrote an edited document, as its metadata shows it. */
const PERSON = 'person';

/** Starts workflows from past steps of others. */
@Controller()
export class ForkWorkflowController {
  constructor(
    private readonly states: WorkflowStates,
    private readonly repository: WorkflowRepository,
    private readonly versions: ProcessVersions,
    private readonly records: CommandRecords,
    private readonly executor: WorkflowExecutor,
    private readonly asker: Asker,
  ) {}

  @Answers(forkWorkflow)
  async fork(@Payload() request: ForkWorkflowRequest, @AskedBy() caller: Caller): Promise<ForkWorkflowReply> {
    const { workflow_id: parentId, from_seq, edits: wanted = [] } = request;
    const tenantId = caller.tenant_id;
    const parent = await this.states.load(tenantId, parentId);
    if (parent === undefined) throw workflowNotFound();
    const history = await this.repository.history(tenantId, parentId);
    if (from_seq > history.length) throw unknownStep(from_seq, history.length);
    const parent_seq = endOfStep(history, from_seq);
    const taken = history.slice(0, parent_seq);
    // A run that went on with another version is forked with the one that counted at that step.
    const process = await this.versions.byHash(foldWorkflow(taken).process.content_hash);
    const documents = documentsAt(taken);
    for (const { path } of wanted)
      if (!documents.some((document) => document.path === path)) throw unknownDocument(path, parent_seq);

    const identity = this.records.identify(caller, 'fork', request);
    const fresh = createId('wf');
    const reserved = identity && (await this.records.reserveStart<ForkWorkflowReply>(tenantId, identity, fresh));
    if (reserved?.reply !== undefined) return reserved.reply;
    const workflow_id = reserved?.workflowId ?? fresh;
    const reply: ForkWorkflowReply = { workflow_id, status: 'started', parent_workflow_id: parentId, parent_seq };
    const adopted = await this.adopt(workflow_id, parentId, documents, caller);
    const edits = await Promise.all(wanted.map((edit) => this.storeEdit(workflow_id, edit, adopted, process, caller)));
    const command = {
      type: 'fork',
      parent_workflow_id: parentId,
      parent_seq,
      forked_by: caller.user_id,
      edits,
    } as const;
    const { title } = parent;
    const execution = await this.executor.execute({ tenantId, workflowId: workflow_id }, command, {
      fresh: { process, title, history: copyHistory(taken, workflow_id, adopted) },
      ...(identity === undefined ? {} : { record: () => ({ ...identity, reply }) }),
    });
    if (execution.outcome === 'rejected' && execution.decision.outcome === 'rejected')
      throw refusedByEngine(execution.decision);
    if (execution.outcome !== 'duplicate' || identity === undefined) return reply;
    return (await this.records.find<ForkWorkflowReply>(tenantId, identity)) ?? reply;
  }

  /** The documents as the new workflow has them, by the version id they have in the old one. */
  private async adopt(
    workflow_id: string,
    from_workflow_id: string,
    documents: readonly ArtifactReference[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, ArtifactReference>> {
    const version_ids = documents.map((document) => document.version_id);
    const { artifacts } = await this.asker.ask(adoptArtifacts, { workflow_id, from_workflow_id, version_ids }, caller);
    return new Map(artifacts.map((artifact, index) => [version_ids[index] ?? '', artifact]));
  }

  private async storeEdit(
    workflow_id: string,
    { path, content }: ForkEdit,
    adopted: ReadonlyMap<string, ArtifactReference>,
    process: CompiledProcess,
    caller: Caller,
  ): Promise<ArtifactReference> {
    const before = [...adopted.values()].find((artifact) => artifact.path === path);
    const { artifact } = await this.asker.ask(
      storeArtifact,
      {
        workflow_id,
        path,
        ...documentFacts(path, process),
        agent_id: PERSON,
        operation_key: 'fork-edit',
        content,
        dependencies: before === undefined ? [] : [before.version_id],
        metadata: { simulated: false, edited_by: caller.user_id },
      },
      caller,
    );
    return artifact;
  }
}

function unknownStep(asked: number, newest: number): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-step',
    title: 'Unknown step',
    detail: `The workflow has no event ${asked} yet; its newest is ${newest}.`,
  });
}

function unknownDocument(path: string, seq: number): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-artifact',
    title: 'Unknown document',
    detail: `At event ${seq} there is no document ${path} to edit; list the workflow's artifacts.`,
  });
}
