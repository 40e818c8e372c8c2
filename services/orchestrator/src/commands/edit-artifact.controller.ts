import { createHash } from 'node:crypto';

import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import { createId, editArtifact, EditArtifactRequest, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference, Caller, EditArtifactReply } from '@botarmy/contracts';
import { Answers, AskedBy, Asker } from '@botarmy/messaging';
import { artifactAt, decide } from '@botarmy/process-engine';

import { staleArtifacts } from '../workflow/stale-artifacts';
import { WorkflowStates } from '../workflow/workflow-states';
import { refusedByEngine, workflowNotFound } from './command-problems';
import { tasksResetBy } from './control-replies';
import { documentFacts } from './document-facts';
import { RunControl } from './run-control';

/** Who wrote a document that was edited, as its metadata shows it. */
const PERSON = 'person';

/** Takes people's versions of documents. */
@Controller()
export class EditArtifactController {
  constructor(
    private readonly control: RunControl,
    private readonly states: WorkflowStates,
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  @Answers(editArtifact)
  async edit(@Payload() request: EditArtifactRequest, @AskedBy() caller: Caller): Promise<EditArtifactReply> {
    const earlier = await this.control.earlier<EditArtifactReply>('edit-artifact', request, caller);
    if (earlier !== undefined) return earlier;
    const artifact = await this.store(request, caller);
    const rerun = request.rerun ?? false;
    const command = { type: 'edit-artifact', artifact, edited_by: caller.user_id, rerun } as const;
    return this.control.run(command, request, caller, ({ workflow: { state }, events }) => ({
      artifact,
      stale: staleArtifacts(state),
      task_ids: tasksResetBy(events),
      seq: state.version,
    }));
  }

  /** Stores the version that the workflow is about to take; nothing is stored for an edit it would refuse. */
  private async store(request: EditArtifactRequest, caller: Caller): Promise<ArtifactReference> {
    const { workflow_id, path, content, base_version } = request;
    this.states.forget(workflow_id);
    const workflow = await this.states.load(caller.tenant_id, workflow_id);
    if (workflow === undefined) throw workflowNotFound();
    const { state, process } = workflow;
    const known = artifactAt(state, path);
    const version = (known?.version ?? 0) + 1;
    const artifact = { artifact_id: '', version_id: '', sha256: '', size_bytes: 0, path, version };
    const decision = decide({ type: 'edit-artifact', artifact, edited_by: caller.user_id, rerun: false }, state, {
      process,
      now: this.clock.now().toISOString(),
      nextId: (prefix) => createId(prefix),
    });
    if (decision.outcome === 'rejected') throw refusedByEngine(decision);
    if (known === undefined || known.version !== base_version) throw artifactChanged(base_version, version - 1);
    const stored = await this.asker.ask(
      storeArtifact,
      {
        workflow_id,
        path,
        ...documentFacts(path, process),
        agent_id: PERSON,
        operation_key: operationKey(request, caller),
        content,
        dependencies: [known.version_id],
        metadata: { simulated: false, edited_by: caller.user_id },
      },
      caller,
    );
    return stored.artifact;
  }
}

/** The same for a repetition of the same edit, so that it stores nothing twice. */
function operationKey({ base_version }: EditArtifactRequest, { user_id, idempotency_key }: Caller): string {
  const meant = idempotency_key === undefined ? createId('msg') : `${user_id}/${idempotency_key}`;
  return `edit.${base_version}.${createHash('sha256').update(meant).digest('hex')}`;
}

function artifactChanged(base: number, newest: number): Problem {
  return new Problem({
    status: 409,
    code: 'artifact-changed',
    title: 'The document has changed',
    detail: `Your text is based on version ${base}, and the newest is ${newest}: read it and send the edit again.`,
  });
}
