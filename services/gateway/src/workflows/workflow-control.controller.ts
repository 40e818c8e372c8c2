import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  forkWorkflow,
  ForkWorkflowReply,
  getWorkflowLineage,
  rerunStale,
  restartStage,
  retryTask,
  skipTask,
  WorkflowControlReply,
  WorkflowLineageReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, PathName, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ForkWorkflowBody, RepeatBody, SkipTaskBody } from './workflow-control-bodies';

/** A fork takes a history over and stores edited documents first. */
const FORK_TIMEOUT_MS = 15_000;
const UNKNOWN = ['workflow-not-found'];
const REFUSED = { 409: ['workflow-ended', 'workflow-closing', 'another code of the engine'] } as const;

/** Doing work again, leaving it out, and going on elsewhere. */
@Controller('api/workflows')
export class WorkflowControlController {
  constructor(private readonly asker: Asker) {}

  @Post(':workflow_id/tasks/:task_id/retry')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'retryTask',
    summary: 'Give a task a new attempt, whether it waits, runs or is done',
    parameters: ['workflow_id', 'task_id'],
    body: RepeatBody,
    reply: WorkflowControlReply,
    isCommand: true,
    problems: { 404: [...UNKNOWN, 'unknown-task'], ...REFUSED },
  })
  retry(
    @PathId('workflow_id') workflow_id: string,
    @PathName('task_id') task_id: string,
    @ShapedBody(RepeatBody) body: RepeatBody,
    @CurrentCaller() caller: Caller,
  ): Promise<WorkflowControlReply> {
    return this.asker.ask(retryTask, { workflow_id, task_id, ...body }, caller);
  }

  @Post(':workflow_id/tasks/:task_id/skip')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'skipTask',
    summary: 'Leave a task out; the reason stays on the record',
    parameters: ['workflow_id', 'task_id'],
    body: SkipTaskBody,
    reply: WorkflowControlReply,
    isCommand: true,
    problems: { 404: [...UNKNOWN, 'unknown-task'], ...REFUSED },
  })
  skip(
    @PathId('workflow_id') workflow_id: string,
    @PathName('task_id') task_id: string,
    @ShapedBody(SkipTaskBody) body: SkipTaskBody,
    @CurrentCaller() caller: Caller,
  ): Promise<WorkflowControlReply> {
    return this.asker.ask(skipTask, { workflow_id, task_id, ...body }, caller);
  }

  @Post(':workflow_id/stages/:stage_id/restart')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'restartStage',
    summary: 'Do a stage again, and what was built from its documents',
    parameters: ['workflow_id', 'stage_id'],
    body: RepeatBody,
    reply: WorkflowControlReply,
    isCommand: true,
    problems: { 404: [...UNKNOWN, 'unknown-stage'], ...REFUSED },
  })
  restart(
    @PathId('workflow_id') workflow_id: string,
    @PathName('stage_id') stage_id: string,
    @ShapedBody(RepeatBody) body: RepeatBody,
    @CurrentCaller() caller: Caller,
  ): Promise<WorkflowControlReply> {
    return this.asker.ask(restartStage, { workflow_id, stage_id, ...body }, caller);
  }

  @Post(':workflow_id/rerun-stale')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'rerunStale',
    summary: 'Do exactly the tasks again whose documents are stale',
    parameters: ['workflow_id'],
    reply: WorkflowControlReply,
    isCommand: true,
    problems: { 404: UNKNOWN, ...REFUSED },
  })
  rerun(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<WorkflowControlReply> {
    return this.asker.ask(rerunStale, { workflow_id }, caller);
  }

  @Get(':workflow_id/lineage')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getWorkflowLineage',
    summary: 'Show which documents are stale and why, and what the workflow was forked from',
    parameters: ['workflow_id'],
    reply: WorkflowLineageReply,
    problems: { 404: UNKNOWN },
  })
  lineage(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<WorkflowLineageReply> {
    return this.asker.ask(getWorkflowLineage, { workflow_id }, caller);
  }

  @Post(':workflow_id/fork')
  @RequiresRole('operator')
  @Describes({
    operationId: 'forkWorkflow',
    summary: 'Start a new workflow from a past step of this one',
    parameters: ['workflow_id'],
    body: ForkWorkflowBody,
    reply: ForkWorkflowReply,
    status: 201,
    isCommand: true,
    problems: { 404: UNKNOWN, 422: ['unknown-step', 'unknown-artifact'] },
  })
  fork(
    @PathId('workflow_id') workflow_id: string,
    @ShapedBody(ForkWorkflowBody) body: ForkWorkflowBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ForkWorkflowReply> {
    return this.asker.ask(forkWorkflow, { workflow_id, ...body }, caller, FORK_TIMEOUT_MS);
  }
}
