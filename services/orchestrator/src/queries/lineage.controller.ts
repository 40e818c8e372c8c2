import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { getWorkflowLineage, WorkflowRequest } from '@botarmy/contracts';
import type { Caller, WorkflowLineageReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { staleTasks } from '@botarmy/process-engine';

import { workflowNotFound } from '../commands/command-problems';
import { staleArtifacts } from '../workflow/stale-artifacts';
import { WorkflowStates } from '../workflow/workflow-states';

/** Where a workflow's documents come from, and which of them are outdated. */
@Controller()
export class LineageController {
  constructor(private readonly states: WorkflowStates) {}

  @Answers(getWorkflowLineage)
  async lineage(@Payload() request: WorkflowRequest, @AskedBy() caller: Caller): Promise<WorkflowLineageReply> {
    // Another replica may have moved on: what people see is read from the database.
    this.states.forget(request.workflow_id);
    const workflow = await this.states.load(caller.tenant_id, request.workflow_id);
    if (workflow === undefined) throw workflowNotFound();
    const { state, process } = workflow;
    const parent = state.origin?.kind === 'fork' ? state.origin : null;
    return {
      stale: staleArtifacts(state),
      stale_task_ids: [...staleTasks(state, process)],
      parent_workflow_id: parent?.workflow_id ?? null,
      parent_seq: parent?.seq ?? null,
      seq: state.version,
    };
  }
}
