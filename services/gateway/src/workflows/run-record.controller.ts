import { Readable } from 'node:stream';

import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import {
  importRun,
  ImportRunReply,
  ImportRunRequest,
  readRunRecord,
  replayWorkflow,
  ReplayWorkflowReply,
} from '@botarmy/contracts';
import type { Caller, ReadRunRecordReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import { BundleDigest, renderLine } from '@botarmy/process-engine';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { attachmentHeader } from '../http/attachment-header';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** A page of the record waits for documents and recorded answers. */
const PAGE_TIMEOUT_MS = 20_000;
/** Replaying a long run takes a while. */
const REPLAY_TIMEOUT_MS = 25_000;
const UNKNOWN = ['workflow-not-found'];

/** What a run consists of, to keep it, to take it elsewhere, and to prove that it comes out the same again. */
@Controller('api/workflows')
export class RunRecordController {
  constructor(private readonly asker: Asker) {}

  @Get(':workflow_id/bundle')
  @RequiresRole('operator')
  @Describes({
    operationId: 'exportWorkflow',
    summary:
      'The run as a bundle: events, pinned process, recorded answers and documents, with a checksum over all of it',
    parameters: ['workflow_id'],
    produces: 'application/x-ndjson',
    problems: { 404: UNKNOWN },
  })
  async export(
    @PathId('workflow_id') workflow_id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    // The first page before any byte of an answer: what is refused is refused properly.
    const first = await this.page(workflow_id, caller, null);
    void reply.header('content-type', 'application/x-ndjson');
    void reply.header('content-disposition', attachmentHeader(`${workflow_id}.botarmy-run.jsonl`));
    return Readable.from(this.bundle(workflow_id, caller, first), { objectMode: false, highWaterMark: 1 });
  }

  @Post(':workflow_id/replay')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'replayWorkflow',
    summary: 'Do the run again from its record, without any provider, and compare every byte',
    parameters: ['workflow_id'],
    reply: ReplayWorkflowReply,
    problems: { 404: UNKNOWN, 422: ['run-too-large'] },
  })
  replay(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<ReplayWorkflowReply> {
    return this.asker.ask(replayWorkflow, { workflow_id }, caller, REPLAY_TIMEOUT_MS);
  }

  @Post('import')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'importWorkflow',
    summary:
      'Bring a run from elsewhere: its bundle in parts, in order; it becomes a finished workflow when it is whole and sound',
    body: ImportRunRequest,
    reply: ImportRunReply,
    problems: {
      404: ['import-not-found'],
      409: ['import-out-of-order'],
      422: [
        'bundle-tampered',
        'bundle-incomplete',
        'bundle-invalid',
        'bundle-version-unknown',
        'bundle-too-large',
        'run-not-ended',
      ],
    },
  })
  import(
    @ShapedBody(ImportRunRequest) body: ImportRunRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ImportRunReply> {
    return this.asker.ask(importRun, body, caller, REPLAY_TIMEOUT_MS);
  }

  /** Asked for page by page as the client takes it. */
  private async *bundle(workflowId: string, caller: Caller, first: ReadRunRecordReply): AsyncGenerator<string> {
    const digest = new BundleDigest();
    for (let page = first; ; page = await this.page(workflowId, caller, page.next_cursor)) {
      for (const line of page.lines) digest.add(line);
      yield page.lines.map((line) => `${line}\n`).join('');
      if (page.next_cursor === null) break;
    }
    yield `${renderLine(digest.manifest())}\n`;
  }

  private page(workflow_id: string, caller: Caller, cursor: string | null): Promise<ReadRunRecordReply> {
    const request = { workflow_id, ...(cursor === null ? {} : { cursor }) };
    return this.asker.ask(readRunRecord, request, caller, PAGE_TIMEOUT_MS);
  }
}
