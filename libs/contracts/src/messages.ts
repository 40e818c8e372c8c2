import { accessRefused } from './access/access-refused.v1';
import { agentTaskAsked } from './agent-task/agent-task-asked.v1';
import { agentTaskCancelled } from './agent-task/agent-task-cancelled.v1';
import { agentTaskCompleted } from './agent-task/agent-task-completed.v1';
import { agentTaskFailed } from './agent-task/agent-task-failed.v1';
import { agentTaskProgressed } from './agent-task/agent-task-progressed.v1';
import { executeAgentTask } from './agent-task/execute-agent-task.v1';
import { artifactVersionStored } from './artifact/artifact-stored.v1';
import { budgetThresholdReached } from './budget/budget-threshold-reached.v1';
import { configurationChanged } from './configuration/configuration-changed.v1';
import { conversationMessageRecorded } from './conversation/conversation-message-recorded.v1';
import { conversationShareChanged } from './conversation/conversation-share-changed.v1';
import type { MessageDeclaration } from './define-message';
import { deliveryRefused } from './delivery/delivery-refused.v1';
import { closeHitlRequest, concludeHitlRequest, openHitlRequest } from './hitl-request/hitl-commands.v1';
import { hitlRequestAnswered } from './hitl-request/hitl-request-answered.v1';
import { hitlRequestChanged } from './hitl-request/hitl-request-changed.v1';
import { hitlRequestExpired } from './hitl-request/hitl-request-expired.v1';
import { modelCallResolved } from './model-call/model-call-resolved.v1';
import { modelCallSettled } from './model-call/model-call-settled.v1';
import { modelCallSettledV2 } from './model-call/model-call-settled.v2';
import { processPublished } from './process/process-published.v1';
import { resourceRulesChanged } from './resources/resource-rules-changed.v1';
import { routerConfigurationChanged } from './router-key/router-configuration-changed.v1';
import { sessionEnded } from './session/session-ended.v1';
import { stopSwitchChanged } from './stop-switch/stop-switch-changed.v1';
import { uploadChanged } from './upload/upload-changed.v1';
import { controlChildWorkflow, tendChildWorkflow } from './workflow/child-workflow.v1';
import { closeWorkflow } from './workflow/close-workflow.v1';
import { workflowErased } from './workflow/workflow-erased.v1';
import { workflowEventRecorded } from './workflow/workflow-event-recorded.v1';

/** Every declared message; permissions and the AsyncAPI page derive from this list. */
export const MESSAGES: readonly MessageDeclaration[] = [
  accessRefused,
  agentTaskAsked,
  agentTaskCancelled,
  agentTaskCompleted,
  agentTaskFailed,
  agentTaskProgressed,
  artifactVersionStored,
  budgetThresholdReached,
  closeHitlRequest,
  closeWorkflow,
  controlChildWorkflow,
  concludeHitlRequest,
  configurationChanged,
  conversationMessageRecorded,
  conversationShareChanged,
  deliveryRefused,
  executeAgentTask,
  hitlRequestAnswered,
  hitlRequestChanged,
  hitlRequestExpired,
  modelCallResolved,
  modelCallSettled,
  modelCallSettledV2,
  openHitlRequest,
  processPublished,
  resourceRulesChanged,
  routerConfigurationChanged,
  sessionEnded,
  stopSwitchChanged,
  tendChildWorkflow,
  uploadChanged,
  workflowErased,
  workflowEventRecorded,
];
