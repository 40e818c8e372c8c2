import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import {
  cancelWorkflow,
  CancelWorkflowRequest,
  pauseWorkflow,
  PauseWorkflowRequest,
  resumeWorkflow,
  WorkflowRequest,
} from '@botarmy/contracts';
import type { CancelWorkflowReply, Caller, PauseWorkflowReply, ResumeWorkflowReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import type { WorkflowCommand, WorkflowState } from '@botarmy/process-engine';

import { CommandRecords } from '../workflow/command-records';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { cancelReply } from './cancel-reply';
import { refusedByEngine, workflowNotFound, wrongState } from './command-problems';

const LONGEST_REASON = 500;

@Controller()
export class ControlWorkflowController {
  constructor(
    private readonly executor: WorkflowExecutor,
    private readonly records: CommandRecords,
  ) {}

  @Answers(pauseWorkflow)
  async pause(@Payload() request: PauseWorkflowRequest, @AskedBy() caller: Caller): Promise<PauseWorkflowReply> {
    const { mode = 'safe-point' } = request;
    const command = { type: 'pause', mode, paused_by: caller.user_id, withdraw_requests: true } as const;
    return this.control(request, caller, command, ({ pause }) => {
      if (pause === null) throw wrongState('workflow-ended', 'The workflow has ended and cannot be paused.');
      return { success: true, paused_at: pause.paused_at };
    });
  }

  @Answers(resumeWorkflow)
  async resume(@Payload() request: WorkflowRequest, @AskedBy() caller: Caller): Promise<ResumeWorkflowReply> {
    return this.control(request, caller, { type: 'resume', resumed_by: caller.user_id }, (state, reason) => {
      if (reason !== undefined)
        throw wrongState('workflow-not-paused', 'The workflow is not paused: there is nothing to resume.');
      return { success: true, resumed_at: state.updated_at };
    });
  }

  @Answers(cancelWorkflow)
  async cancel(@Payload() request: CancelWorkflowRequest, @AskedBy() caller: Caller): Promise<CancelWorkflowReply> {
    const reason = request.reason?.trim().slice(0, LONGEST_REASON);
    const words = reason === undefined || reason === '' ? 'Cancelled without a reason.' : reason;
    const { compensate = true } = request;
    const command = { type: 'cancel', reason: words, cancelled_by: caller.user_id, compensate } as const;
    return this.control(request, caller, command, cancelReply);
  }

  /** Executes a command; a repeat under the same key, or of a command that is in force, gets the first answer. */
  private async control<TReply extends object>(
    request: WorkflowRequest,
    caller: Caller,
    command: WorkflowCommand,
    replyOf: (state: WorkflowState, ignoredBecause: string | undefined) => TReply,
  ): Promise<TReply> {
    const identity = this.records.identify(caller, command.type, request);
    const earlier = identity && (await this.records.find<TReply>(caller.tenant_id, identity));
    if (earlier !== undefined) return earlier;
    const target = { tenantId: caller.tenant_id, workflowId: request.workflow_id };
    const execution = await this.executor.execute(target, command, {
      ...(identity === undefined
        ? {}
        : { record: (next, _events, ignored) => ({ ...identity, reply: replyOf(next.state, ignored) }) }),
    });
    if (execution.outcome === 'unknown') throw workflowNotFound();
    if (execution.outcome === 'duplicate') {
      const recorded = identity && (await this.records.find<TReply>(caller.tenant_id, identity));
      if (recorded !== undefined) return recorded;
      throw new Error('a command was a duplicate but has no record');
    }
    const { decision, workflow } = execution;
    if (decision.outcome === 'rejected') throw refusedByEngine(decision);
    return replyOf(workflow.state, decision.outcome === 'ignored' ? decision.reason : undefined);
  }
}
