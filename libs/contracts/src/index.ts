export { AccessRefused, accessRefused } from './access/access-refused.v1';
export { readAgentProfile, ReadAgentProfileRequest } from './agent/agent-profile.v1';
export { ActiveTaskView, getAgentStatus, GetAgentStatusRequest, AgentStatusView } from './agent/agent-status.v1';
export { AgentTaskAsked, agentTaskAsked } from './agent-task/agent-task-asked.v1';
export { AgentTaskCancelled, agentTaskCancelled } from './agent-task/agent-task-cancelled.v1';
export { AgentTaskCompleted, agentTaskCompleted } from './agent-task/agent-task-completed.v1';
export { AgentTaskFailed, agentTaskFailed } from './agent-task/agent-task-failed.v1';
export { AgentTaskProgressed, agentTaskProgressed } from './agent-task/agent-task-progressed.v1';
export { AgentProfile, ExecuteAgentTask, executeAgentTask, TaskFeedback } from './agent-task/execute-agent-task.v1';
export {
  ALERT_CHANNELS,
  AlertCounts,
  AlertPreferences,
  AlertsReply,
  getAlertPreferences,
  GetAlertPreferencesRequest,
  getAlerts,
  GetAlertsRequest,
  markRead,
  MarkReadReply,
  MarkReadRequest,
  setAlertPreferences,
  SetAlertPreferencesRequest,
  UnreadConversation,
} from './alert/alert-questions.v1';
export type { AlertChannel } from './alert/alert-questions.v1';
export { adoptArtifacts, AdoptArtifactsReply, AdoptArtifactsRequest } from './artifact/adopt-artifacts.v1';
export {
  compareArtifactVersions,
  CompareArtifactVersionsReply,
  CompareArtifactVersionsRequest,
  DiffHunk,
  listArtifactVersions,
  ListArtifactVersionsReply,
  ListArtifactVersionsRequest,
} from './artifact/artifact-history.v1';
export {
  readArtifactOrigin,
  ReadArtifactOriginReply,
  ReadArtifactOriginRequest,
} from './artifact/artifact-provenance.v1';
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
export {
  ArtifactSearchHit,
  HighlightedText,
  searchArtifacts,
  SearchArtifactsReply,
  SearchArtifactsRequest,
} from './artifact/artifact-search.v1';
export { describeArtifacts, DescribeArtifactsReply, DescribeArtifactsRequest } from './artifact/artifact-selection.v1';
export { ArtifactVersionStored, artifactVersionStored } from './artifact/artifact-stored.v1';
export {
  approveSpending,
  ApproveSpendingRequest,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  BudgetAccountView,
  BudgetFigures,
  BudgetRequest,
  BudgetView,
  listBudgets,
  ListBudgetsReply,
  removeBudget,
  RemoveBudgetReply,
  setBudget,
  SetBudgetRequest,
} from './budget/budget-questions.v1';
export {
  BudgetViewV2,
  listBudgetsV2,
  ListBudgetsV2Reply,
  removeBudgetV2,
  RemoveBudgetV2Request,
  setBudgetV2,
  SetBudgetV2Request,
} from './budget/budget-questions.v2';
export { BudgetThresholdReached, budgetThresholdReached } from './budget/budget-threshold-reached.v1';
export { DEFAULT_TENANT_ID, serviceCaller } from './caller';
export { ConfigurationChanged, configurationChanged } from './configuration/configuration-changed.v1';
export {
  agentOfConfigurationKey,
  CONFIGURATION_KEYS,
  configurationFault,
  configurationInForce,
  configurationKeyOf,
  NOTIFICATION_CHANNELS,
} from './configuration/configuration-keys.v1';
export type { ConfigurationKey, ConfigurationValue, ConfigurationValues } from './configuration/configuration-keys.v1';
export {
  AgentSwitch,
  ConfigurationChange,
  ConfigurationChangeView,
  ConfigurationScope,
  ConfigurationView,
  ConfiguredAgent,
  getConfiguration,
  listConfigurationChanges,
  ListConfigurationChangesReply,
  ListConfigurationChangesRequest,
  NotificationSettings,
  NotificationSettingsChange,
  RateLimitSettings,
  RateLimitSettingsChange,
  readConfiguration,
  ReadConfigurationReply,
  ReadConfigurationRequest,
  RetentionSettings,
  RetentionSettingsChange,
  setConfiguration,
  SetConfigurationReply,
  SetConfigurationRequest,
  WorkflowSettings,
  WorkflowSettingsChange,
} from './configuration/configuration-questions.v1';
export type { NotificationChannel } from './configuration/configuration-questions.v1';
export type { Caller } from './caller';
export {
  agentPoolConsumer,
  artifactsWorkflowErased,
  CONSUMERS,
  hitlCloseHitlRequest,
  hitlConcludeHitlRequest,
  hitlOpenHitlRequest,
  hitlWorkflowErased,
  insightsEveryEvent,
  notifierEveryEvent,
  orchestratorAgentTaskAsked,
  orchestratorAgentTaskCompleted,
  orchestratorAgentTaskFailed,
  orchestratorAgentTaskProgressed,
  orchestratorCloseWorkflow,
  orchestratorControlChildWorkflow,
  orchestratorTendChildWorkflow,
  orchestratorDeliveryRefused,
  orchestratorHitlRequestAnswered,
  orchestratorHitlRequestExpired,
  routerWorkflowErased,
} from './consumers';
export {
  ConversationMessageRecorded,
  conversationMessageRecorded,
} from './conversation/conversation-message-recorded.v1';
export {
  ConversationRequest,
  getConversation,
  inviteParticipant,
  InviteParticipantRequest,
  listConversations,
  ListConversationsReply,
  ListConversationsRequest,
  listMessages,
  ListMessagesReply,
  ListMessagesRequest,
  listTextCommands,
  ListTextCommandsReply,
  ListTextCommandsRequest,
  MentionableAgent,
  openConversation,
  OpenConversationRequest,
  ParticipantsReply,
  postMessage,
  PostMessageReply,
  PostMessageRequest,
  removeParticipant,
} from './conversation/conversation-questions.v1';
export {
  MessageSearchHit,
  searchMessages,
  SearchMessagesReply,
  SearchMessagesRequest,
} from './conversation/conversation-search.v1';
export { ConversationShareChanged, conversationShareChanged } from './conversation/conversation-share-changed.v1';
export {
  ConversationShareView,
  listShares,
  ListSharesReply,
  readSharedConversation,
  ReadSharedConversationRequest,
  shareConversation,
  ShareConversationReply,
  ShareConversationRequest,
  SharedConversationReply,
  SharedMessageView,
  withdrawShare,
  WithdrawShareReply,
  WithdrawShareRequest,
} from './conversation/conversation-share.v1';
export {
  CommandOutcome,
  ConversationMessageView,
  ConversationParticipant,
  ConversationView,
  LONGEST_ANSWER,
  LONGEST_MESSAGE,
  TextCommandArgument,
  TextCommandView,
} from './conversation/conversation-views.v1';
export type { MessageStatus, ParticipantRole } from './conversation/conversation-views.v1';
export { converse, ConverseReply, ConverseRequest } from './conversation/converse.v1';
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
  AnyJson,
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
  GUARDRAIL_ACTIONS,
  GUARDRAIL_KINDS,
  GuardrailPolicyView,
  GuardrailRule,
  listGuardrailPolicies,
  ListGuardrailPoliciesReply,
  removeGuardrailPolicy,
  RemoveGuardrailPolicyReply,
  RemoveGuardrailPolicyRequest,
  revealPlaceholders,
  RevealPlaceholdersReply,
  RevealPlaceholdersRequest,
  setGuardrailPolicy,
  SetGuardrailPolicyRequest,
} from './guardrail/guardrail-questions.v1';
export {
  GroupVersion,
  GroupView,
  listGroups,
  ListGroupsReply,
  ListGroupsRequest,
  MembershipView,
  readMemberships,
  ReadMembershipsReply,
  ReadMembershipsRequest,
  removeGroup,
  RemoveGroupReply,
  RemoveGroupRequest,
  setGroup,
  SetGroupRequest,
} from './group/group-questions.v1';
export {
  CloseHitlRequest,
  closeHitlRequest,
  ConcludeHitlRequest,
  concludeHitlRequest,
  HitlOption,
  OpenHitlRequest,
  openHitlRequest,
} from './hitl-request/hitl-commands.v1';
export {
  countHitlRequests,
  CountHitlRequestsReply,
  CountHitlRequestsRequest,
  DelegationView,
  HITL_RECORD_TYPES,
  HitlCount,
  HitlRecord,
  listDelegations,
  ListDelegationsReply,
  ListDelegationsRequest,
  listHitlRecords,
  ListHitlRecordsReply,
  removeDelegation,
  RemoveDelegationReply,
  RemoveDelegationRequest,
  setDelegation,
  SetDelegationRequest,
} from './hitl-request/hitl-inbox-questions.v1';
export type { HitlRecordType } from './hitl-request/hitl-inbox-questions.v1';
export {
  getHitlRequest,
  HitlRequestContext,
  HitlRequestRequest,
  HitlRequestSummary,
  HitlRequestView,
  HitlResponseView,
  HitlVotes,
  listHitlRequests,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  respondToHitlRequest,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from './hitl-request/hitl-questions.v1';
export { HitlRequestAnswered, hitlRequestAnswered } from './hitl-request/hitl-request-answered.v1';
export { HitlAddressees, HitlRequestChanged, hitlRequestChanged } from './hitl-request/hitl-request-changed.v1';
export { HitlRequestExpired, hitlRequestExpired } from './hitl-request/hitl-request-expired.v1';
export {
  CurrentQuestion,
  getInteractiveSession,
  INTERACTIVE_STATUSES,
  InteractiveSessionRequest,
  InteractiveSessionSummary,
  InteractiveSessionView,
  KeptAnswer,
  listInteractiveSessions,
  ListInteractiveSessionsReply,
  ListInteractiveSessionsRequest,
  submitAnswers,
  SubmitAnswersReply,
  SubmitAnswersRequest,
  SubmittedAnswer,
} from './interactive/interactive-session-questions.v1';
export type { InteractiveStatus } from './interactive/interactive-session-questions.v1';
export { AskedQuestion, GivenAnswer } from './shared/question';
export { createId, ID_PREFIXES, isId } from './ids';
export type { IdPrefix } from './ids';
export { jsonSchemaOf, nestedTypesOf, ownJsonSchemaOf } from './json-schema';
export type { JsonSchema } from './json-schema';
export {
  getUsageTotals,
  LedgerEntryView,
  readLedger,
  ReadLedgerReply,
  ReadLedgerRequest,
  repriceLedger,
  RepriceLedgerReply,
  RepriceLedgerRequest,
  USAGE_DIMENSIONS,
  UsageTotal,
  UsageTotalsReply,
  UsageTotalsRequest,
} from './ledger/ledger-questions.v1';
export {
  getUsageTotalsV2,
  LedgerEntryViewV2,
  readLedgerV2,
  ReadLedgerV2Reply,
  UsageTotalsV2Reply,
  UsageTotalV2,
} from './ledger/ledger-questions.v2';
export { listPrices, ListPricesReply, PriceView, setPrice, SetPriceRequest } from './ledger/price-questions.v1';
export { ConversationDelta } from './live/conversation-delta.v1';
export { LiveDelta } from './live/live-delta.v1';
export { MESSAGES } from './messages';
export {
  completeModelCall,
  CompleteModelCallReply,
  CompleteModelCallRequest,
  ModelMessage,
} from './model-call/complete-model-call.v1';
export {
  completeModelCallV2,
  CompleteModelCallV2Reply,
  CompleteModelCallV2Request,
  ModelCallRouting,
  ModelCallScope,
  ModelTokenUsage,
} from './model-call/complete-model-call.v2';
export { embedTexts, EmbedTextsReply, EmbedTextsRequest } from './model-call/embed-texts.v1';
export {
  ComplexityPartView,
  ComplexityView,
  explainRoute,
  ExplainRouteReply,
  ExplainRouteRequest,
  LeftOutView,
  RouteCandidateView,
} from './model-call/explain-route.v1';
export { CallableModel, listModels, ListModelsReply } from './model-call/list-models.v1';
export {
  listModelCalls,
  ListModelCallsReply,
  ListModelCallsRequest,
  MODEL_CALL_RESOLUTIONS,
  MODEL_CALL_STATES,
  ModelCallView,
  resolveModelCall,
  ResolveModelCallReply,
  ResolveModelCallRequest,
} from './model-call/model-call-questions.v1';
export { ModelCallResolved, modelCallResolved } from './model-call/model-call-resolved.v1';
export { ModelCallSettled, modelCallSettled } from './model-call/model-call-settled.v1';
export { ModelCallSettledV2, modelCallSettledV2 } from './model-call/model-call-settled.v2';
export {
  MODEL_PART_TYPES,
  ModelOutputFormat,
  ModelPart,
  ModelTool,
  ModelToolChoice,
  ModelTurn,
} from './model-call/model-content.v2';
export {
  ModelHealthView,
  ProviderHealthView,
  readProviderHealth,
  ReadProviderHealthReply,
} from './model-call/provider-health.v1';
export {
  readRecordedCalls,
  ReadRecordedCallsReply,
  ReadRecordedCallsRequest,
  RecordedModelCall,
} from './model-call/read-recorded-calls.v1';
export { getRouterStatus, ProviderStatus, RouterStatusReply } from './model-call/router-questions.v1';
export { natsPermissionsOf, streamControlPrefix } from './permissions';
export type { NatsPermissions } from './permissions';
export {
  MigrateWorkflowsReply,
  MigrateWorkflowsRequest,
  migrateWorkflows,
  MigrationChangeView,
  WorkflowMigration,
} from './process/migrate-workflows.v1';
export { ProcessPublished, processPublished } from './process/process-published.v1';
export {
  AgentFiles,
  listProcesses,
  ListProcessesReply,
  ListProcessesRequest,
  listProcessVersions,
  ProcessInputView,
  ProcessVersionsReply,
  ProcessVersionsRequest,
  ProcessVersionView,
  ProcessView,
  PublishedVersion,
  publishProcess,
  PublishProcessReply,
  PublishProcessRequest,
} from './process/process-questions.v1';
export { QUESTIONS } from './questions';
export { asyncApiDocument } from './reference/asyncapi-document';
export {
  getResourceRules,
  ResourceRulesView,
  ResourceUse,
  setTenantRules,
  SetTenantRulesReply,
  SetTenantRulesRequest,
} from './resources/resource-questions.v1';
export { ResourceRulesChanged, resourceRulesChanged } from './resources/resource-rules-changed.v1';
export {
  AgentLimit,
  ProcessLimit,
  ResourceRules,
  RetentionRules,
  SharedLimits,
  TenantRules,
  WorkflowLimits,
} from './resources/resource-rules.v1';
export { hasRole, ROLES } from './roles';
export type { Role } from './roles';
export {
  addProviderKey,
  AddProviderKeyRequest,
  listProviderKeys,
  ListProviderKeysReply,
  ProviderKeyRequest,
  ProviderKeyView,
  refreshRouter,
  RefreshRouterReply,
  retireProviderKey,
  RetireProviderKeyReply,
} from './router-key/provider-key-questions.v1';
export { RouterConfigurationChanged, routerConfigurationChanged } from './router-key/router-configuration-changed.v1';
export {
  createVirtualKey,
  CreateVirtualKeyReply,
  CreateVirtualKeyRequest,
  listVirtualKeys,
  ListVirtualKeysReply,
  readVirtualKeyAllowance,
  revokeVirtualKey,
  RevokeVirtualKeyReply,
  verifyVirtualKey,
  VerifyVirtualKeyReply,
  VerifyVirtualKeyRequest,
  VirtualKeyAllowanceReply,
  VirtualKeyLimits,
  VirtualKeyRequest,
  VirtualKeyView,
} from './router-key/virtual-key-questions.v1';
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
export { SpendingCeiling, TASK_BUDGET_EXHAUSTED } from './shared/spending-ceiling';
export {
  AGENT_STATUSES,
  HITL_DECIDERS,
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
  HitlDecider,
  HitlStatus,
  HitlType,
  StageStatus,
  TaskStatus,
  WorkflowStatus,
} from './statuses';
export { ALL_TENANTS, STOP_SCOPES, StopSwitchChanged, stopSwitchChanged } from './stop-switch/stop-switch-changed.v1';
export type { StopScope } from './stop-switch/stop-switch-changed.v1';
export {
  liftStop,
  LiftStopReply,
  LiftStopRequest,
  listStopSwitches,
  ListStopSwitchesReply,
  readStopsInForce,
  ReadStopsInForceReply,
  StopInForce,
  StopReply,
  StopRequest,
  StopSwitchView,
  stopWork,
} from './stop-switch/stop-switch-questions.v1';
export { STREAMS } from './streams';
export type { StreamDeclaration, StreamName } from './streams';
export {
  LIVE_FILTER,
  liveSubject,
  parseSubject,
  subjectFilterOf,
  subjectOf,
  TALK_FILTER,
  talkSubject,
  UnsafeSubjectTokenError,
} from './subjects';
export type { SubjectParts } from './subjects';
export { assertPayload, InvalidPayloadError } from './validation';
export type { PayloadProblem } from './validation';
export { UploadChanged, uploadChanged } from './upload/upload-changed.v1';
export {
  abandonUpload,
  appendUpload,
  AppendUploadReply,
  AppendUploadRequest,
  finishUpload,
  FinishUploadRequest,
  ForgetUploadReply,
  openUpload,
  OpenUploadReply,
  OpenUploadRequest,
  UPLOAD_PIECE_BYTES,
  UploadRequest,
} from './upload/receive-upload.v1';
export {
  deleteUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  ListUploadsReply,
  ListUploadsRequest,
  readUploadPiece,
  ReadUploadPieceReply,
  ReadUploadPieceRequest,
  readUploadText,
  ReadUploadTextReply,
  ScannerStatusReply,
} from './upload/upload-questions.v1';
export { UPLOAD_KINDS, UPLOAD_STATUSES, UPLOAD_TEXT_STATUSES, UploadView } from './upload/upload-views.v1';
export type { UploadKind, UploadStatus, UploadTextStatus } from './upload/upload-views.v1';
export {
  ControlChildWorkflow,
  controlChildWorkflow,
  TendChildWorkflow,
  tendChildWorkflow,
} from './workflow/child-workflow.v1';
export { CloseWorkflow, closeWorkflow } from './workflow/close-workflow.v1';
export {
  EstimatedApproval,
  EstimatedCost,
  EstimatedMinutes,
  EstimatedTask,
  estimateRun,
  EstimateRunReply,
  EstimateRunRequest,
  MissingNeed,
  ShareInside,
} from './workflow/estimate-questions.v1';
export {
  importRun,
  ImportRunReply,
  ImportRunRequest,
  ReadRunRecordReply,
  readRunRecord,
  ReadRunRecordRequest,
  ReplayDivergence,
  ReplayedDocumentView,
  replayWorkflow,
  ReplayWorkflowReply,
} from './workflow/run-record-questions.v1';
export {
  getWhatIf,
  startWhatIf,
  StartWhatIfReply,
  StartWhatIfRequest,
  WhatIfDivergenceView,
  WhatIfDocument,
  WhatIfFigures,
  WhatIfModel,
  WhatIfReport,
  WhatIfRequest,
  WhatIfView,
} from './workflow/what-if-questions.v1';
export { StaleArtifact } from './shared/stale-artifact';
export {
  editArtifact,
  EditArtifactReply,
  EditArtifactRequest,
  ForkEdit,
  forkWorkflow,
  ForkWorkflowReply,
  ForkWorkflowRequest,
  getWorkflowLineage,
  messageAgent,
  MessageAgentReply,
  MessageAgentRequest,
  rerunStale,
  restartStage,
  RestartStageRequest,
  retryTask,
  RetryTaskRequest,
  skipTask,
  SkipTaskRequest,
  WorkflowControlReply,
  WorkflowLineageReply,
} from './workflow/workflow-control-questions.v1';
export { WorkflowErased, workflowErased } from './workflow/workflow-erased.v1';
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
  WaitingTaskView,
  WorkflowAgentView,
  WorkflowCostView,
  WorkflowStatusView,
  WorkflowSummary,
} from './workflow/workflow-views.v1';
