import { agentTaskAsked } from './agent-task/agent-task-asked.v1';
import { agentTaskCompleted } from './agent-task/agent-task-completed.v1';
import { agentTaskFailed } from './agent-task/agent-task-failed.v1';
import { agentTaskProgressed } from './agent-task/agent-task-progressed.v1';
import { executeAgentTask } from './agent-task/execute-agent-task.v1';
import type { ExecuteAgentTask } from './agent-task/execute-agent-task.v1';
import { defineConsumer, defineEventsConsumer } from './define-consumer';
import type { ConsumerDeclaration } from './define-consumer';
import { deliveryRefused } from './delivery/delivery-refused.v1';
import { closeHitlRequest, concludeHitlRequest, openHitlRequest } from './hitl-request/hitl-commands.v1';
import { hitlRequestAnswered } from './hitl-request/hitl-request-answered.v1';
import { hitlRequestExpired } from './hitl-request/hitl-request-expired.v1';
import { controlChildWorkflow, tendChildWorkflow } from './workflow/child-workflow.v1';
import { closeWorkflow } from './workflow/close-workflow.v1';
import { workflowErased } from './workflow/workflow-erased.v1';

/** The orchestrator reads finished attempts. */
export const orchestratorAgentTaskCompleted = defineConsumer({ service: 'orchestrator', message: agentTaskCompleted });
/** The orchestrator parks tasks that ask people. */
export const orchestratorAgentTaskAsked = defineConsumer({ service: 'orchestrator', message: agentTaskAsked });
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
/** The orchestrator pauses workflows whose people did not answer in time. */
export const orchestratorHitlRequestExpired = defineConsumer({ service: 'orchestrator', message: hitlRequestExpired });
/** The orchestrator closes finished workflows. */
export const orchestratorCloseWorkflow = defineConsumer({ service: 'orchestrator', message: closeWorkflow });
/** The orchestrator starts workflows of sub-process tasks and hears of their end. */
export const orchestratorTendChildWorkflow = defineConsumer({ service: 'orchestrator', message: tendChildWorkflow });
/** The orchestrator holds and ends such workflows with those they work for. */
export const orchestratorControlChildWorkflow = defineConsumer({
  service: 'orchestrator',
  message: controlChildWorkflow,
});
/** The orchestrator keeps the dead letters of services without a database. */
export const orchestratorDeliveryRefused = defineConsumer({ service: 'orchestrator', message: deliveryRefused });
/** hitl opens requests; few at a time, since after a restart all that wait may be asked again at once. */
export const hitlOpenHitlRequest = defineConsumer({ service: 'hitl', message: openHitlRequest, maxAckPending: 100 });
/** hitl closes requests. */
export const hitlCloseHitlRequest = defineConsumer({ service: 'hitl', message: closeHitlRequest });
/** hitl records what became of decisions. */
export const hitlConcludeHitlRequest = defineConsumer({ service: 'hitl', message: concludeHitlRequest });
/** artifacts removes what erased workflows had. */
export const artifactsWorkflowErased = defineConsumer({ service: 'artifacts', message: workflowErased });
/** The router forgets what models said in erased workflows. */
export const routerWorkflowErased = defineConsumer({ service: 'llm-router', message: workflowErased });
/** hitl removes the requests of erased workflows. */
export const hitlWorkflowErased = defineConsumer({ service: 'hitl', message: workflowErased });
/** insights stores every event. */
export const insightsEveryEvent = defineEventsConsumer('insights');
/** notifier reads every event once it has receivers to tell. */
export const notifierEveryEvent = defineEventsConsumer('notifier');

/** Consumers that exist in every installation. */
export const CONSUMERS: readonly ConsumerDeclaration[] = [
  orchestratorAgentTaskCompleted,
  orchestratorAgentTaskAsked,
  orchestratorAgentTaskFailed,
  orchestratorAgentTaskProgressed,
  orchestratorHitlRequestAnswered,
  orchestratorHitlRequestExpired,
  orchestratorCloseWorkflow,
  orchestratorTendChildWorkflow,
  orchestratorControlChildWorkflow,
  orchestratorDeliveryRefused,
  hitlOpenHitlRequest,
  hitlCloseHitlRequest,
  hitlConcludeHitlRequest,
  artifactsWorkflowErased,
  routerWorkflowErased,
  hitlWorkflowErased,
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
