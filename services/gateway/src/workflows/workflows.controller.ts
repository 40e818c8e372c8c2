import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  cancelWorkflow,
  CancelWorkflowReply,
  getWorkflowStatus,
  listArtifacts,
  ListArtifactsReply,
  listWorkflows,
  ListWorkflowsReply,
  ListWorkflowsRequest,
  pauseWorkflow,
  PauseWorkflowReply,
  readWorkflowEvents,
  ReadWorkflowEventsReply,
  resumeWorkflow,
  ResumeWorkflowReply,
  startWorkflow,
  StartWorkflowReply,
  StartWorkflowRequest,
  WorkflowStatusView,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { StaleMarks } from '../artifacts/stale-marks';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { StartBody } from './start-body';
import { CancelWorkflowBody, PauseWorkflowQuery, WorkflowArtifactsQuery, WorkflowEventsQuery } from './workflow-bodies';

/** Starting may load and compile a process first. */
const START_TIMEOUT_MS = 10_000;
const UNKNOWN = { 404: ['workflow-not-found'] } as const;

/** Specification §7.2.1 and what the console needs besides. */
@Controller('api/workflows')
export class WorkflowsController {
  constructor(
    private readonly asker: Asker,
    private readonly stale: StaleMarks,
  ) {}

  @Post('start')
  @RequiresRole('operator')
  @Describes({
    operationId: 'startWorkflow',
    summary: 'Start a workflow',
    body: StartWorkflowRequest,
    reply: StartWorkflowReply,
    status: 201,
    isCommand: true,
    problems: {
      400: ['brief-empty', 'brief-too-long', 'brief-not-text', 'unknown-field', 'malformed-json'],
      404: ['upload-not-found'],
      409: ['upload-not-released', 'upload-infected', 'upload-without-text'],
      413: ['attachments-too-long'],
      422: ['unknown-process', 'unknown-input', 'missing-input', 'wrong-input-type', 'input-too-large'],
    },
  })
  start(
    @StartBody() { project_brief, workflow_type, inputs, uploads }: StartWorkflowRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<StartWorkflowReply> {
    const request = {
      project_brief,
      ...(workflow_type === undefined ? {} : { workflow_type }),
      ...(inputs === undefined ? {} : { inputs }),
      ...(uploads === undefined ? {} : { uploads }),
    };
    return this.asker.ask(startWorkflow, request, caller, START_TIMEOUT_MS);
  }

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listWorkflows',
    summary: 'List workflows, newest first',
    query: ListWorkflowsRequest,
    reply: ListWorkflowsReply,
  })
  list(
    @ShapedQuery(ListWorkflowsRequest) query: ListWorkflowsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListWorkflowsReply> {
    return this.asker.ask(listWorkflows, query, caller);
  }

  @Get(':workflow_id/status')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getWorkflowStatus',
    summary: 'Show one workflow',
    parameters: ['workflow_id'],
    reply: WorkflowStatusView,
    problems: UNKNOWN,
  })
  status(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<WorkflowStatusView> {
    return this.asker.ask(getWorkflowStatus, { workflow_id }, caller);
  }

  @Post(':workflow_id/pause')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'pauseWorkflow',
    summary: 'Pause a workflow at its next safe point, or at once',
    parameters: ['workflow_id'],
    query: PauseWorkflowQuery,
    reply: PauseWorkflowReply,
    isCommand: true,
    problems: { ...UNKNOWN, 409: ['a code of the engine'] },
  })
  pause(
    @PathId('workflow_id') workflow_id: string,
    @ShapedQuery(PauseWorkflowQuery) query: PauseWorkflowQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<PauseWorkflowReply> {
    return this.asker.ask(pauseWorkflow, { workflow_id, ...query }, caller);
  }

  @Post(':workflow_id/resume')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'resumeWorkflow',
    summary: 'Resume a paused workflow',
    parameters: ['workflow_id'],
    reply: ResumeWorkflowReply,
    isCommand: true,
    problems: { ...UNKNOWN, 409: ['a code of the engine'] },
  })
  resume(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<ResumeWorkflowReply> {
    return this.asker.ask(resumeWorkflow, { workflow_id }, caller);
  }

  @Post(':workflow_id/cancel')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'cancelWorkflow',
    summary: 'Cancel a workflow for good, after what undoes its work',
    parameters: ['workflow_id'],
    body: CancelWorkflowBody,
    reply: CancelWorkflowReply,
    isCommand: true,
    problems: { ...UNKNOWN, 409: ['a code of the engine'] },
  })
  cancel(
    @PathId('workflow_id') workflow_id: string,
    @ShapedBody(CancelWorkflowBody) body: CancelWorkflowBody,
    @CurrentCaller() caller: Caller,
  ): Promise<CancelWorkflowReply> {
    return this.asker.ask(cancelWorkflow, { workflow_id, ...body }, caller);
  }

  @Get(':workflow_id/events')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'readWorkflowEvents',
    summary: "Page through a workflow's log",
    parameters: ['workflow_id'],
    query: WorkflowEventsQuery,
    reply: ReadWorkflowEventsReply,
    problems: UNKNOWN,
  })
  events(
    @PathId('workflow_id') workflow_id: string,
    @ShapedQuery(WorkflowEventsQuery) query: WorkflowEventsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ReadWorkflowEventsReply> {
    return this.asker.ask(readWorkflowEvents, { workflow_id, ...query }, caller);
  }

  @Get(':workflow_id/artifacts')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listWorkflowArtifacts',
    summary: 'List the artifacts of a workflow',
    parameters: ['workflow_id'],
    query: WorkflowArtifactsQuery,
    reply: ListArtifactsReply,
    problems: UNKNOWN,
  })
  async artifacts(
    @PathId('workflow_id') workflow_id: string,
    @ShapedQuery(WorkflowArtifactsQuery) query: WorkflowArtifactsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListArtifactsReply> {
    const reply = await this.asker.ask(listArtifacts, { workflow_id, ...query }, caller);
    return { ...reply, artifacts: await this.stale.mark(workflow_id, reply.artifacts, caller) };
  }
}
