import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { WaitingTaskView } from '@botarmy/contracts';

import { waitingView } from './waiting-views';
import type { WaitingTask } from './waiting-views';

/** What waits for room or is kept back. */
@Injectable()
export class WaitingTasks {
  constructor(private readonly database: Database) {}

  /** The waiting tasks of one workflow. */
  async of(tenantId: string, workflowId: string): Promise<WaitingTaskView[]> {
    const rows = await this.database.call<WaitingTask & Record<string, unknown>>('waiting_tasks', tenantId, workflowId);
    return rows.map(waitingView);
  }
}
