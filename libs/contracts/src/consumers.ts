import { agentTaskCompleted } from './agent-task/agent-task-completed.v1';
import { agentTaskFailed } from './agent-task/agent-task-failed.v1';
import { agentTaskProgressed } from './agent-task/agent-task-progressed.v1';
import { executeAgentTask } from './agent-task/execute-agent-task.v1';
import type { ExecuteAgentTask } from './agent-task/execute-agent-task.v1';
import { defineConsumer, defineEventsConsumer } from './define-consumer';
import type { ConsumerDeclaration } from './define-consumer';
import { deliveryRefused } from './delivery/delivery-refused.v1';
import { closeHitlRequest, openHitlRequest } from './hitl-request/hitl-commands.v1';
import { hitlRequestAnswered } from './hitl-request/hitl-request-answered.v1';
import { closeWorkflow } from './workflow/close-workflow.v1';

/** The orchestrator reads finished attempts. */
export const orchestratorAgentTaskCompleted = defineConsumer({ service: 'orchestrator', message: agentTaskCompleted });
/** The orchestrator reads failed attempts. */
export const orchestratorAgentTaskFailed = defineConsumer({ service: 'orchestrator', message: agentTaskFailed });
/** The orchestrator extends leases. */
export const orchestratorAgentTaskProgressed = defineConsumer({
  service: 'orchestrator',
  message: agentTaskProgressed,
});
/** The orchestrator reads people's answers. */
export const orchestratorHitlRequestAnswered = defineConsumer({
  service: 'orchestrator',
  message: hitlRequestAnswered,
});
/** The orchestrator closes finished workflows. */
export const orchestratorCloseWorkflow = defineConsumer({ service: 'orchestrator', message: closeWorkflow });
/** The orchestrator keeps the dead letters of services without a database. */
export const orchestratorDeliveryRefused = defineConsumer({ service: 'orchestrator', message: deliveryRefused });
/** hitl opens requests. */
export const hitlOpenHitlRequest = defineConsumer({ service: 'hitl', message: openHitlRequest });
/** hitl closes requests. */
export const hitlCloseHitlRequest = defineConsumer({ service: 'hitl', message: closeHitlRequest });
/** insights stores every event. */
export const insightsEveryEvent = defineEventsConsumer('insights');
/** notifier reads every event once it has receivers to tell. */
export const notifierEveryEvent = defineEventsConsumer('notifier');

/** Consumers that exist in every installation. */
export const CONSUMERS: readonly ConsumerDeclaration[] = [
  orchestratorAgentTaskCompleted,
  orchestratorAgentTaskFailed,
  orchestratorAgentTaskProgressed,
  orchestratorHitlRequestAnswered,
  orchestratorCloseWorkflow,
  orchestratorDeliveryRefused,
  hitlOpenHitlRequest,
  hitlCloseHitlRequest,
  insightsEveryEvent,
  notifierEveryEvent,
].map(withoutPayloadType);

/** The consumer of one pool of agents; pools come from the agents' definitions, so this one is a function. */
export function agentPoolConsumer(pool: string): ConsumerDeclaration<ExecuteAgentTask> {
  return defineConsumer({
    service: 'agent-runner',
    message: executeAgentTask,
    leadingKey: [pool],
    name: pool,
    ackWaitSeconds: 20,
    maxAckPending: 10_000,
  });
}

function withoutPayloadType(consumer: ConsumerDeclaration<never> | ConsumerDeclaration): ConsumerDeclaration {
  return consumer as ConsumerDeclaration;
}
