import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { readRunRecord, ReadRunRecordRequest, replayWorkflow, WorkflowRequest } from '@botarmy/contracts';
import type { Caller, ReadRunRecordReply, ReplayWorkflowReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { BundleError, replayRun } from '@botarmy/process-engine';
import type { RunRecord } from '@botarmy/process-engine';

import { LARGEST_RUN, RunRecords, WITH_NEXT } from './run-records';

/** Bytes of lines in one page, so that it fits into a message of the broker (1 MiB). */
const PAGE_BYTES = 262_144;
const MOST_DOCUMENTS = 1_000;
const MOST_PROBLEMS = 100;

/** What a run consists of, and the proof that it comes out the same again. */
@Controller()
export class RunRecordController {
  constructor(private readonly records: RunRecords) {}

  @Answers(readRunRecord)
  async page(
    @Payload() { workflow_id, cursor }: ReadRunRecordRequest,
    @AskedBy() caller: Caller,
  ): Promise<ReadRunRecordReply> {
    const lines: string[] = [];
    let bytes = 0;
    for await (const { line, next } of this.records.lines(workflow_id, caller, cursor)) {
      lines.push(line);
      bytes += Buffer.byteLength(JSON.stringify(line));
      if (next !== WITH_NEXT && bytes >= PAGE_BYTES) return { lines, next_cursor: next };
    }
    return { lines, next_cursor: null };
  }

  @Answers(replayWorkflow)
  async replay(@Payload() { workflow_id }: WorkflowRequest, @AskedBy() caller: Caller): Promise<ReplayWorkflowReply> {
    const replay = replayRun(await this.read(workflow_id, caller));
    const { documents, problems, divergence } = replay;
    return {
      ...replay,
      divergence: divergence === null ? null : { ...divergence, reason: divergence.reason.slice(0, 1_000) },
      documents: documents.slice(0, MOST_DOCUMENTS),
      problems: problems.slice(0, MOST_PROBLEMS).map((problem) => problem.slice(0, 1_000)),
    };
  }

  private async read(workflowId: string, caller: Caller): Promise<RunRecord> {
    try {
      return await this.records.read(workflowId, caller, LARGEST_RUN);
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      throw new Problem({
        status: 422,
        code: 'run-too-large',
        title: 'Run too large',
        detail: `${error.message} Export it and replay the bundle with the command line.`,
      });
    }
  }
}
