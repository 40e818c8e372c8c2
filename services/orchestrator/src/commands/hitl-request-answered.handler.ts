import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { TerminalError } from '@botarmy/chassis';
import { HitlRequestAnswered, orchestratorHitlRequestAnswered } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';
import { contentHash } from '@botarmy/process-engine';
import type { ApprovalBound, GivenAnswer, WorkflowCommand } from '@botarmy/process-engine';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { handleExecution } from './handle-execution';

@Controller()
export class HitlRequestAnsweredHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  /** hitl decided which answer won; the engine decides whether it still matters. */
  @Handles(orchestratorHitlRequestAnswered)
  async handle(@Payload() answer: HitlRequestAnswered, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id: workflowId, request_id, response, answered_by } = answer;
    const command: WorkflowCommand =
      answer.answers === undefined
        ? {
            type: 'answer-approval',
            request_id,
            response,
            feedback: feedbackOf(answer),
            answered_by,
            bound: boundOf(answer),
          }
        : {
            type: 'answer-questions',
            request_id,
            outcome: response === 'rejected' ? 'declined' : 'answered',
            answers: answer.answers as GivenAnswer[],
            answered_by,
          };
    const execution = await this.executor.execute({ tenantId: delivery.tenantId, workflowId }, command, { delivery });
    handleExecution(execution);
  }
}

/** What the answer is valid for; hitl gives back what the workflow sent it, which the hash proves. */
function boundOf({ request_id, binding, bound }: HitlRequestAnswered): ApprovalBound | null {
  if (binding === undefined || bound === undefined) return null;
  if (contentHash(bound) !== binding) {
    throw new TerminalError('binding-broken', `The answer to ${request_id} is not for what was asked.`);
  }
  return bound as unknown as ApprovalBound;
}

/** What the agent is told: the words of the answer, then the requested changes as a list. */
function feedbackOf({ feedback, modifications }: HitlRequestAnswered): string {
  return [feedback, ...modifications.map((change) => `- ${change}`)].filter((line) => line.trim() !== '').join('\n');
}
