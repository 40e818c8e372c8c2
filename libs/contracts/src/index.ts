export { AccessRefused, accessRefused } from './access/access-refused.v1';
export { AgentTaskCompleted, agentTaskCompleted } from './agent-task/agent-task-completed.v1';
export { AgentTaskFailed, agentTaskFailed } from './agent-task/agent-task-failed.v1';
export { AgentTaskProgressed, agentTaskProgressed } from './agent-task/agent-task-progressed.v1';
export { AgentProfile, ExecuteAgentTask, executeAgentTask, TaskFeedback } from './agent-task/execute-agent-task.v1';
export {
  ArtifactMetadata,
  findStoredArtifact,
  FindStoredArtifactReply,
  FindStoredArtifactRequest,
  listArtifacts,
  ListArtifactsReply,
  ListArtifactsRequest,
  readArtifact,
  ReadArtifactReply,
  ReadArtifactRequest,
  readArtifactVersion,
  ReadArtifactVersionReply,
  ReadArtifactVersionRequest,
  storeArtifact,
  StoreArtifactReply,
  StoreArtifactRequest,
} from './artifact/artifact-questions.v1';
export { ArtifactVersionStored, artifactVersionStored } from './artifact/artifact-stored.v1';
export { DEFAULT_TENANT_ID, serviceCaller } from './caller';
export type { Caller } from './caller';
export {
  agentPoolConsumer,
  CONSUMERS,
  hitlCloseHitlRequest,
  hitlOpenHitlRequest,
  insightsEveryEvent,
  notifierEveryEvent,
  orchestratorAgentTaskCompleted,
  orchestratorAgentTaskFailed,
  orchestratorAgentTaskProgressed,
  orchestratorCloseWorkflow,
  orchestratorDeliveryRefused,
  orchestratorHitlRequestAnswered,
} from './consumers';
export {
  DEAD_LETTER_SERVICES,
  DeadLetterView,
  listDeadLetters,
  ListDeadLettersReply,
  ListDeadLettersRequest,
  replayDeadLetter,
  ReplayDeadLetterReply,
  ReplayDeadLetterRequest,
} from './dead-letter/dead-letter-questions.v1';
export type { DeadLetterService } from './dead-letter/dead-letter-questions.v1';
export { defineConsumer, defineEventsConsumer } from './define-consumer';
export type { ConsumerDeclaration } from './define-consumer';
export { defineCommand, defineEvent } from './define-message';
export type { MessageDeclaration, PayloadOf } from './define-message';
export { defineQuestion } from './define-question';
export type { QuestionDeclaration, ReplyOf, RequestOf } from './define-question';
export { DeliveryRefused, deliveryRefused } from './delivery/delivery-refused.v1';
export {
  Count,
  Decimal,
  Flag,
  Identifier,
  JsonObject,
  ListOf,
  Nested,
  nullableFieldsOf,
  OneOf,
  Text,
  TextList,
  Timestamp,
} from './fields';
export type { FieldOptions } from './fields';
export {
  CloseHitlRequest,
  closeHitlRequest,
  HitlOption,
  OpenHitlRequest,
  openHitlRequest,
} from './hitl-request/hitl-commands.v1';
export {
  getHitlRequest,
  HitlRequestContext,
  HitlRequestRequest,
  HitlRequestSummary,
  HitlRequestView,
  HitlResponseView,
  listHitlRequests,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  respondToHitlRequest,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from './hitl-request/hitl-questions.v1';
export { HitlRequestAnswered, hitlRequestAnswered } from './hitl-request/hitl-request-answered.v1';
export { createId, ID_PREFIXES, isId } from './ids';
export type { IdPrefix } from './ids';
export { jsonSchemaOf, nestedTypesOf, ownJsonSchemaOf } from './json-schema';
export type { JsonSchema } from './json-schema';
export { LiveDelta } from './live/live-delta.v1';
export { MESSAGES } from './messages';
export {
  completeModelCall,
  CompleteModelCallReply,
  CompleteModelCallRequest,
  ModelMessage,
} from './model-call/complete-model-call.v1';
export { ModelCallSettled, modelCallSettled } from './model-call/model-call-settled.v1';
export { getRouterStatus, ProviderStatus, RouterStatusReply } from './model-call/router-questions.v1';
export { natsPermissionsOf, streamControlPrefix } from './permissions';
export type { NatsPermissions } from './permissions';
export { QUESTIONS } from './questions';
export { hasRole, ROLES } from './roles';
export type { Role } from './roles';
export { databaseSchema, inboxPrefix, SERVICE_NAMES } from './service-names';
export type { ServiceName } from './service-names';
export { SessionEnded, sessionEnded } from './session/session-ended.v1';
export {
  logIn,
  LogInReply,
  LogInRequest,
  logOut,
  LogOutReply,
  LogOutRequest,
  UserView,
  verifySession,
  VerifySessionReply,
  VerifySessionRequest,
} from './session/session-questions.v1';
export { ArtifactReference } from './shared/artifact-reference';
export { ModelUsage } from './shared/model-usage';
export { ContractEvidence, OutputContract } from './shared/output-contract';
export {
  AGENT_STATUSES,
  HITL_RESPONSE_FORMS,
  HITL_RESPONSES,
  HITL_STATUSES,
  HITL_TYPES,
  STAGE_STATUSES,
  TASK_STATUSES,
  WORKFLOW_STATUSES,
} from './statuses';
export type {
  AgentStatus,
  HitlAnswer,
  HitlStatus,
  HitlType,
  StageStatus,
  TaskStatus,
  WorkflowStatus,
} from './statuses';
export { STREAMS } from './streams';
export type { StreamDeclaration, StreamName } from './streams';
export {
  LIVE_FILTER,
  liveSubject,
  parseSubject,
  subjectFilterOf,
  subjectOf,
  UnsafeSubjectTokenError,
} from './subjects';
export type { SubjectParts } from './subjects';
export { assertPayload, InvalidPayloadError } from './validation';
export type { PayloadProblem } from './validation';
export { CloseWorkflow, closeWorkflow } from './workflow/close-workflow.v1';
export { WorkflowEventRecorded, workflowEventRecorded } from './workflow/workflow-event-recorded.v1';
export {
  AgentSummary,
  cancelWorkflow,
  CancelWorkflowReply,
  CancelWorkflowRequest,
  EmptyRequest,
  getOrchestratorOverview,
  getWorkflowStatus,
  listWorkflows,
  ListWorkflowsReply,
  ListWorkflowsRequest,
  OrchestratorOverview,
  pauseWorkflow,
  PauseWorkflowReply,
  PauseWorkflowRequest,
  ProcessSummary,
  readWorkflowEvents,
  ReadWorkflowEventsReply,
  ReadWorkflowEventsRequest,
  resumeWorkflow,
  ResumeWorkflowReply,
  startWorkflow,
  StartWorkflowReply,
  StartWorkflowRequest,
  WorkflowEventView,
  WorkflowRequest,
} from './workflow/workflow-questions.v1';
export {
  StageView,
  TaskView,
  WorkflowAgentView,
  WorkflowCostView,
  WorkflowStatusView,
  WorkflowSummary,
} from './workflow/workflow-views.v1';
