import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { crashPoint } from '@botarmy/chassis';
import { AgentTaskCompleted, orchestratorAgentTaskCompleted } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';
import type { JsonRecord } from '@botarmy/process-engine';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { handleExecution } from './handle-execution';

@Controller()
export class AgentTaskCompletedHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  @Handles(orchestratorAgentTaskCompleted)
  async handle(@Payload() result: AgentTaskCompleted, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id: workflowId, task_id, attempt, lease, artifact, evidence, usage, duration_ms } = result;
    const values = (result.values ?? null) as JsonRecord | null;
    const execution = await this.executor.execute(
      { tenantId: delivery.tenantId, workflowId },
      { type: 'complete-task', task_id, attempt, lease, artifact, evidence, usage, duration_ms, values },
      { delivery },
    );
    crashPoint('orchestrator.before-ack');
    handleExecution(execution);
  }
}
