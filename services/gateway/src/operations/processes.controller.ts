import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  listProcesses,
  ListProcessesReply,
  ListProcessesRequest,
  listProcessVersions,
  migrateWorkflows,
  MigrateWorkflowsReply,
  ProcessVersionsReply,
  publishProcess,
  PublishProcessReply,
  PublishProcessRequest,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathName, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { MigrateWorkflowsBody } from './migrate-workflows-body';

/** Compiling every process that uses a changed agent takes its time. */
const PUBLISH_TIMEOUT_MS = 15_000;

/** Loading and deciding 200 workflows takes its time. */
const MIGRATE_TIMEOUT_MS = 30_000;

/** Versions of processes and agents; workflows keep the one they started with. */
@Controller('api/processes')
export class ProcessesController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listProcesses',
    summary: 'List the processes that can be started; those that are not offered to people only when asked for',
    query: ListProcessesRequest,
    reply: ListProcessesReply,
  })
  list(
    @ShapedQuery(ListProcessesRequest) query: ListProcessesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListProcessesReply> {
    return this.asker.ask(listProcesses, query, caller);
  }

  @Post()
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'publishProcess',
    summary: 'Publish a version of a process, of agents, or of both; every error is answered at once',
    body: PublishProcessRequest,
    reply: PublishProcessReply,
    problems: { 422: ['invalid-definition', 'nothing-to-publish'] },
  })
  publish(
    @ShapedBody(PublishProcessRequest) body: PublishProcessRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PublishProcessReply> {
    return this.asker.ask(publishProcess, body, caller, PUBLISH_TIMEOUT_MS);
  }

  @Get(':process_name/versions')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listProcessVersions',
    summary: 'List the versions of a process and how many workflows run on each',
    parameters: ['process_name'],
    reply: ProcessVersionsReply,
  })
  versions(@PathName('process_name') name: string, @CurrentCaller() caller: Caller): Promise<ProcessVersionsReply> {
    return this.asker.ask(listProcessVersions, { name }, caller);
  }

  @Post(':process_name/migrate')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'migrateWorkflows',
    summary:
      'Move running workflows to the current version of their process, or say which can move and why others cannot',
    parameters: ['process_name'],
    body: MigrateWorkflowsBody,
    reply: MigrateWorkflowsReply,
    problems: { 404: ['unknown-process', 'workflow-not-found'], 422: ['other-process'] },
  })
  migrate(
    @PathName('process_name') name: string,
    @ShapedBody(MigrateWorkflowsBody) body: MigrateWorkflowsBody,
    @CurrentCaller() caller: Caller,
  ): Promise<MigrateWorkflowsReply> {
    return this.asker.ask(migrateWorkflows, { name, ...body }, caller, MIGRATE_TIMEOUT_MS);
  }
}
