import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { HitlRequestAnswered, orchestratorHitlRequestAnswered } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { handleExecution } from './handle-execution';

@Controller()
export class HitlRequestAnsweredHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  /** hitl decided which answer won; the engine decides whether it still matters. */
  @Handles(orchestratorHitlRequestAnswered)
  async handle(@Payload() answer: HitlRequestAnswered, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id: workflowId, request_id, response, answered_by } = answer;
    const execution = await this.executor.execute(
      { tenantId: delivery.tenantId, workflowId },
      { type: 'answer-approval', request_id, response, feedback: feedbackOf(answer), answered_by },
      { delivery },
    );
    handleExecution(execution);
  }
}

/** What the agent is told: the words of the answer, then the requested changes as a list. */
function feedbackOf({ feedback, modifications }: HitlRequestAnswered): string {
  return [feedback, ...modifications.map((change) => `- ${change}`)].filter((line) => line.trim() !== '').join('\n');
}
