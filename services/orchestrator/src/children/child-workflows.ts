import { Injectable } from '@nestjs/common';

import type { TendChildWorkflow } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { artifactAt, checkInputs, evidenceOf, outstandingEffects, valuesOf } from '@botarmy/process-engine';
import type { FailTaskCommand, StartChildWorkflowEffect, WorkflowCommand } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { handleExecution } from '../commands/handle-execution';
import type { LoadedWorkflow } from '../workflow/loaded-workflow';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { WorkflowStates } from '../workflow/workflow-states';
import { childCommand } from './child-command';
import { ChildDocuments } from './child-documents';
import { outputOf, usageOf } from './child-result';

const LONGEST_TITLE = 120;

/** Workflows that do sub-process tasks. What has to be done follows from both workflows; who asks for it does not matter. */
@Injectable()
export class ChildWorkflows {
  constructor(
    private readonly executor: WorkflowExecutor,
    private readonly states: WorkflowStates,
    private readonly versions: ProcessVersions,
    private readonly documents: ChildDocuments,
  ) {}

  /** Starts the child when there is none, takes its result over when it has ended, does nothing while it works. */
  async tend({ workflow_id: parentId, child_id }: TendChildWorkflow, delivery: Delivery): Promise<void> {
    const { tenantId } = delivery;
    const parent = await this.read(tenantId, parentId);
    if (parent === undefined) return handleExecution({ outcome: 'unknown' });
    const task = taskOf(parent, child_id);
    // The task was given up, done again or cancelled meanwhile: nobody waits for this child.
    if (task === undefined) return;
    const child = await this.read(tenantId, child_id);
    if (child === undefined) return this.start(task, parent, delivery);
    if (child.state.ended_at === null) return;
    const command = await this.outcomeOf(task, child);
    handleExecution(await this.executor.execute({ tenantId, workflowId: parentId }, command, { delivery }));
  }

  private async start(task: StartChildWorkflowEffect, parent: LoadedWorkflow, delivery: Delivery): Promise<void> {
    const { tenant_id: tenantId, workflow_id: parentId, child_id, brief, inputs, task_id, attempt } = task;
    const process = await this.versions.byHash(task.process.content_hash);
    const checked = checkInputs(inputs, process);
    const refusal =
      'outcome' in checked
        ? failure(task, checked.code, checked.detail)
        : brief === null
          ? failure(task, 'brief-missing', `There is no document that could be the brief of ${process.name}.`)
          : undefined;
    if (refusal !== undefined || brief === null) {
      if (refusal === undefined) return;
      handleExecution(await this.executor.execute({ tenantId, workflowId: parentId }, refusal, { delivery }));
      return;
    }
    const stored = await this.documents.giveBrief(task, brief, process);
    await this.executor.execute(
      { tenantId, workflowId: child_id },
      {
        type: 'start',
        workflow_id: child_id,
        tenant_id: tenantId,
        process: task.process,
        brief: stored,
        started_by: task.started_by,
        inputs,
        origin: { kind: 'sub-process', workflow_id: parentId, task_id, attempt },
      },
      { fresh: { process, title: `${parent.title}: ${task.task_name}`.slice(0, LONGEST_TITLE) } },
    );
    await this.align(task);
  }

  /** What happened to the parent while the child was starting, when there was nobody to tell. */
  private async align({
    tenant_id: tenantId,
    workflow_id: parentId,
    child_id,
  }: StartChildWorkflowEffect): Promise<void> {
    const parent = await this.read(tenantId, parentId);
    if (parent === undefined) return;
    const { pause } = parent.state;
    const isWanted = taskOf(parent, child_id) !== undefined;
    if (isWanted && pause === null) return;
    const command = isWanted
      ? childCommand('pause', parentId, pause?.mode ?? 'safe-point')
      : childCommand('cancel', parentId, 'safe-point');
    await this.executor.execute({ tenantId, workflowId: child_id }, command);
  }

  private async outcomeOf(task: StartChildWorkflowEffect, child: LoadedWorkflow): Promise<WorkflowCommand> {
    const { state, process } = child;
    const usage = usageOf(state, process.name);
    if (state.phase === 'cancelled') {
      const detail = `${process.title} was cancelled: ${state.cancellation?.reason ?? 'no reason was given'}`;
      return { ...failure(task, 'sub-process-cancelled', detail), usage };
    }
    if (state.phase === 'failed') {
      const { code = 'unknown', detail = '' } = state.failure ?? {};
      return { ...failure(task, 'sub-process-failed', `${process.title} failed (${code}): ${detail}`), usage };
    }
    const result = artifactAt(state, task.result);
    if (result === undefined) {
      const detail = `${process.title} ended without ${task.result}: the task that writes it was left out.`;
      return { ...failure(task, 'sub-process-without-result', detail), usage };
    }
    const { artifact, text } = await this.documents.takeResult(task, result, state.usage.simulated);
    const output = outputOf(task);
    return {
      type: 'complete-task',
      task_id: task.task_id,
      attempt: task.attempt,
      lease: task.lease,
      artifact,
      evidence: evidenceOf(text, output, 0),
      usage,
      duration_ms: Date.parse(state.ended_at ?? state.updated_at) - Date.parse(state.started_at),
      values: valuesOf(text, output) ?? null,
    };
  }

  /** As the database has it: what is remembered may be older than the message. */
  private read(tenantId: string, workflowId: string): Promise<LoadedWorkflow | undefined> {
    this.states.forget(workflowId);
    return this.states.load(tenantId, workflowId);
  }
}

/** The task a child does, while its workflow still waits for it. */
function taskOf({ state, process }: LoadedWorkflow, childId: string): StartChildWorkflowEffect | undefined {
  return outstandingEffects(state, process).find(
    (effect): effect is StartChildWorkflowEffect =>
      effect.type === 'start-child-workflow' && effect.child_id === childId,
  );
}

/** The child had its own retries; another one is a person's decision. */
function failure({ task_id, attempt, lease }: StartChildWorkflowEffect, code: string, detail: string): FailTaskCommand {
  return { type: 'fail-task', task_id, attempt, lease, code, detail, retryable: false };
}
