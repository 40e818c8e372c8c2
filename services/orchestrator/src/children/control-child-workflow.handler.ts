import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { ControlChildWorkflow, orchestratorControlChildWorkflow } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { childCommand } from './child-command';

@Controller()
export class ControlChildWorkflowHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  /** A workflow that has ended, or has not begun, needs nothing: whoever starts it looks at its parent afterwards. */
  @Handles(orchestratorControlChildWorkflow)
  async handle(
    @Payload() { workflow_id: workflowId, parent_id, action, mode }: ControlChildWorkflow,
    @Ctx() delivery: Delivery,
  ): Promise<void> {
    const target = { tenantId: delivery.tenantId, workflowId };
    await this.executor.execute(target, childCommand(action, parent_id, mode), { delivery });
  }
}
