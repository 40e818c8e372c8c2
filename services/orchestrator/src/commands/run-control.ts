import { Injectable } from '@nestjs/common';

import type { Caller, WorkflowRequest } from '@botarmy/contracts';
import type { WorkflowCommand, WorkflowEvent } from '@botarmy/process-engine';

import { CommandRecords } from '../workflow/command-records';
import type { LoadedWorkflow } from '../workflow/loaded-workflow';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { refusedByEngine, workflowNotFound } from './command-problems';

/** What a control command came to. */
export interface ControlOutcome {
  readonly workflow: LoadedWorkflow;
  /** Empty when nothing changed. */
  readonly events: readonly WorkflowEvent[];
}

/** Executes people's commands; a repetition under the same idempotency key gets the first answer. */
@Injectable()
export class RunControl {
  constructor(
    private readonly executor: WorkflowExecutor,
    private readonly records: CommandRecords,
  ) {}

  /** The answer a command already has under the caller's key. */
  async earlier<TReply extends object>(
    command: WorkflowCommand['type'],
    request: WorkflowRequest,
    caller: Caller,
  ): Promise<TReply | undefined> {
    const identity = this.records.identify(caller, command, request);
    return identity && this.records.find<TReply>(caller.tenant_id, identity);
  }

  /**
   * Executes a command and answers it.
   *
   * @throws {Problem} 404 for a workflow the tenant does not have, else what the engine's refusal means.
   */
  async run<TReply extends object>(
    command: WorkflowCommand,
    request: WorkflowRequest,
    caller: Caller,
    replyOf: (outcome: ControlOutcome) => TReply,
  ): Promise<TReply> {
    const earlier = await this.earlier<TReply>(command.type, request, caller);
    if (earlier !== undefined) return earlier;
    const identity = this.records.identify(caller, command.type, request);
    const target = { tenantId: caller.tenant_id, workflowId: request.workflow_id };
    const execution = await this.executor.execute(target, command, {
      ...(identity === undefined
        ? {}
        : { record: (workflow, events) => ({ ...identity, reply: replyOf({ workflow, events }) }) }),
    });
    if (execution.outcome === 'unknown') throw workflowNotFound();
    if (execution.outcome === 'duplicate') {
      const recorded = await this.earlier<TReply>(command.type, request, caller);
      if (recorded !== undefined) return recorded;
      throw new Error('a command was a duplicate but has no record');
    }
    const { decision, workflow } = execution;
    if (decision.outcome === 'rejected') throw refusedByEngine(decision);
    return replyOf({ workflow, events: decision.outcome === 'accepted' ? decision.events : [] });
  }
}
