import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { crashPoint, TerminalError } from '@botarmy/chassis';
import { AgentTaskAsked, orchestratorAgentTaskAsked } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';
import { checkQuestions } from '@botarmy/process-engine';

import { WorkflowExecutor } from '../workflow/workflow-executor';
import { handleExecution } from './handle-execution';

@Controller()
export class AgentTaskAskedHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  /** The task waits for people; what is asked is checked once more, since people are shown it as it stands. */
  @Handles(orchestratorAgentTaskAsked)
  async handle(@Payload() asked: AgentTaskAsked, @Ctx() delivery: Delivery): Promise<void> {
    const { workflow_id: workflowId, task_id, attempt, lease, usage, duration_ms } = asked;
    const reading = checkQuestions(asked.questions);
    if (!reading.ok) throw new TerminalError('questions-invalid', reading.problems.join(' '));
    const { questions } = reading;
    const execution = await this.executor.execute(
      { tenantId: delivery.tenantId, workflowId },
      { type: 'ask-questions', task_id, attempt, lease, questions, usage, duration_ms },
      { delivery },
    );
    crashPoint('orchestrator.before-ack');
    handleExecution(execution);
  }
}
