import { Injectable } from '@nestjs/common';

import { readWorkflowEvents } from '@botarmy/contracts';
import type { Caller, ReadWorkflowEventsReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

/** Reads a workflow's log from the orchestrator. */
@Injectable()
export class WorkflowLog {
  constructor(private readonly asker: Asker) {}

  /**
   * At most `limit` events after a version, and the newest version.
   *
   * @throws {Problem} 404 when the caller's tenant has no such workflow.
   */
  readAfter(caller: Caller, workflowId: string, seq: number, limit: number): Promise<ReadWorkflowEventsReply> {
    return this.asker.ask(readWorkflowEvents, { workflow_id: workflowId, after_seq: seq, limit }, caller);
  }
}
