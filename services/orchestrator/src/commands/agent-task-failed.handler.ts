import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { AgentTaskFailed, orchestratorAgentTaskFailed } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { handleExecution } from './handle-execution';

@Controller()
export class AgentTaskFailedHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  @Handles(orchestratorAgentTaskFailed)
  async handle(@Payload() result: AgentTaskFailed, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id: workflowId, task_id, attempt, lease, code, detail, retryable, retry_after_ms, usage } = result;
    const execution = await this.executor.execute(
      { tenantId: delivery.tenantId, workflowId },
      { type: 'fail-task', task_id, attempt, lease, code, detail, retryable, retry_after_ms, usage: usage ?? null },
      { delivery },
    );
    handleExecution(execution);
  }
}
