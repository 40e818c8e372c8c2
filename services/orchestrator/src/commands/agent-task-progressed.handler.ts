import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Database } from '@botarmy/chassis';
import { AgentTaskProgressed, orchestratorAgentTaskProgressed } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

@Controller()
export class AgentTaskProgressedHandler {
  constructor(private readonly database: Database) {}

  /** Puts the end of the lease off; nothing happens when attempt or lease are no longer current. */
  @Handles(orchestratorAgentTaskProgressed)
  async handle(@Payload() beat: AgentTaskProgressed, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id, task_id, attempt, lease, lease_seconds } = beat;
    await this.database.call('extend_lease', delivery.tenantId, workflow_id, task_id, attempt, lease, lease_seconds);
  }
}
