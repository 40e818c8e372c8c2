export { agentTaskOf } from './attempt/agent-task-of';
export type { AgentTask, LoadedInput, ModelAnswer, ModelMessage, TaskOutput } from './attempt/agent-task';
export { AttemptFailure } from './attempt/attempt-failure';
export { buildConversation } from './attempt/build-conversation';
export { callKeyOf, requestHash, textHash } from './attempt/call-key';
export { evidenceOf, valuesOf } from './attempt/check-answer';
export type { MeasuredEvidence } from './attempt/check-answer';
export { UsageSum } from './attempt/usage-sum';
export { asksPeople, writeDocument } from './attempt/write-document';
export type { AskedQuestions, Draft, ModelTurn, WritingLimits } from './attempt/write-document';
export { BundleDigest } from './bundle/bundle-digest';
export { BundleError } from './bundle/bundle-error';
export type { BundleErrorCode } from './bundle/bundle-error';
export { LONGEST_LINE, linesOf, PIECE_CHARACTERS, renderLine } from './bundle/bundle-lines';
export type { BundleLine, BundleManifest } from './bundle/bundle-lines';
export { BundleReader } from './bundle/bundle-reader';
export { bundleOf } from './bundle/bundle-text';
export { standingOfRound, responseSchemaOf, valueProblems } from './contract/complete-answers';
export type { RoundStanding } from './contract/complete-answers';
export { checkOutputContract } from './contract/check-output-contract';
export type { ContractCheck } from './contract/check-output-contract';
export type { OutputContract, ValueSchema } from './contract/output-contract';
export { checkQuestions } from './contract/read-questions';
export type { QuestionsReading } from './contract/read-questions';
export { readValues } from './contract/read-values';
export type { ValuesReading } from './contract/read-values';
export type { AgentDefinition } from './definition/agent-definition';
export { compileProcess } from './definition/compile-process';
export type {
  Budget,
  CompiledAgent,
  CompiledGate,
  CompiledInput,
  CompiledProcess,
  CompiledStage,
  CompiledTask,
  RetryPolicy,
  SubProcess,
} from './definition/compiled-process';
export type { ApprovalPolicy, PolicyApprovers } from './model/approval-policy';
export { contentHash } from './definition/content-hash';
export type { DefinitionError, DefinitionResult } from './definition/definition-error';
export type { HttpIntegration, Integration, McpIntegration, SqlIntegration } from './definition/integration';
export { INTEGRATION_POOL, PLATFORM_AGENT } from './definition/integration';
export { definitionSchemas } from './definition/json-schemas';
export { loadProcess } from './definition/load-process';
export { loadProcesses } from './definition/load-processes';
export type { LoadedProcesses } from './definition/load-processes';
export type { ProcessFiles } from './definition/load-process';
export { parseAgentDefinition } from './definition/parse-agent-definition';
export type { ParsedAgent } from './definition/parse-agent-definition';
export { parseProcessDefinition } from './definition/parse-process-definition';
export type { ParsedProcess } from './definition/parse-process-definition';
export type { ProcessDefinition } from './definition/process-definition';
export { validateProcess } from './definition/validate-process';
export { criticalPath } from './estimate/critical-path';
export type { CriticalPath } from './estimate/critical-path';
export { bandOf, magnitudeOf, MAGNITUDES, quantileOf } from './estimate/magnitude';
export { runFacts } from './estimate/run-facts';
export type { RunFacts, TaskFacts } from './estimate/run-facts';
export { canonicalJson } from './model/canonical-json';
export type { ApprovalBound, BoundArtifact, BoundTask } from './model/approval-bound';
export type { JsonRecord, JsonValue } from './model/json-value';
export type {
  AgentId,
  ApprovalId,
  IdPrefix,
  RequestId,
  StageId,
  TaskId,
  TenantId,
  TimerId,
  WorkflowId,
} from './model/ids';
export { MAX_QUESTION_ROUNDS } from './model/question';
export type { AgentQuestion, AnswerSchema, GivenAnswer } from './model/question';
export type {
  ApprovalOption,
  ApprovalOverride,
  ApprovalPoint,
  ApprovalResponse,
  ArtifactReference,
  AttemptReference,
  ContractEvidence,
  Feedback,
  FeedbackReference,
  ModelUsage,
  PauseMode,
  ProcessReference,
} from './model/values';
export type {
  BudgetScope,
  OpenWork,
  PinnedApprovalPoint,
  Spent,
  TaskApprovalPoint,
  TimerPurpose,
  WorkflowOrigin,
} from './model/workflow-values';
export { replayHistory } from './replay/replay-history';
export type { Divergence, HistoryReplay } from './replay/replay-history';
export { replayRun } from './replay/replay-run';
export type { ReplayedDocument, RunReplay } from './replay/replay-run';
export type { ProcessVersionsOfRun, RecordedCall, RecordedDocument, RunHeader, RunRecord } from './replay/run-record';
export { EngineDriver } from './scenarios/engine-driver';
export { parseScenarios } from './scenarios/parse-scenarios';
export { runScenario } from './scenarios/run-scenario';
export type { ScenarioDriver, ScenarioObservation } from './scenarios/run-scenario';
export { sampleArtifact, SAMPLE_QUESTIONS, SAMPLE_USAGE } from './scenarios/sample-commands';
export { sampleInputs, sampleValues } from './scenarios/sample-values';
export type { Scenario, ScenarioExpectation, ScenarioFile, ScenarioStep } from './scenarios/scenario-definition';
export { buildAgentPerformance } from './views/build-agent-performance';
export type { AgentPerformance, AgentPerformanceEntry } from './views/build-agent-performance';
export { buildMetadataFiles } from './views/build-metadata-files';
export type { MetadataFile } from './views/build-metadata-files';
export { buildSessionLogs } from './views/build-session-logs';
export type { SessionLogEntry, SessionLogs } from './views/build-session-logs';
export { buildWorkflowMetadata } from './views/build-workflow-metadata';
export type { WorkflowMetadata } from './views/build-workflow-metadata';
export { describeProgress } from './views/describe-progress';
export type { Progress } from './views/describe-progress';
export { stageStandings, stageViews, taskViews } from './views/task-views';
export type { StageView, TaskStanding, TaskView } from './views/task-views';
export { workflowStatus } from './views/workflow-status';
export type { VisibleWorkflowStatus } from './views/workflow-status';
export { runWhatIf } from './what-if/run-what-if';
export type { WhatIfCost, WhatIfDivergence, WhatIfOptions, WhatIfOutcome } from './what-if/run-what-if';
export type { AskModelStep, StoreDocumentStep, WhatIfReply, WhatIfStep } from './what-if/what-if-steps';
export { withRoutes } from './what-if/with-routes';
export { artifactAt, artifactsOf } from './workflow/artifact-table';
export { TASK_BUDGET_EXHAUSTED } from './workflow/budget-hold';
export { checkInputs } from './workflow/check-inputs';
export type { RefusedInputs } from './workflow/check-inputs';
export type {
  AnswerApprovalCommand,
  CancelCommand,
  CompleteTaskCommand,
  ExpireLeaseCommand,
  FailTaskCommand,
  FireTimerCommand,
  PauseCommand,
  RecordClosingCommand,
  ResumeCommand,
  StartCommand,
  WorkflowCommand,
} from './workflow/commands';
export type {
  ControlCommand,
  EditArtifactCommand,
  ForkCommand,
  GiveGuidanceCommand,
  MigrateCommand,
  RerunStaleCommand,
  RestartStageCommand,
  RetryTaskCommand,
  SkipTaskCommand,
} from './workflow/control-commands';
export type {
  ArtifactEdited,
  ArtifactsMarkedStale,
  ControlEvent,
  GuidanceGiven,
  ProcessMigrated,
  TaskSkipped,
  TasksReset,
  WorkflowForked,
} from './workflow/control-events';
export { copyHistory, documentsAt, endOfStep } from './workflow/copy-history';
export { decide } from './workflow/decide';
export type {
  Accepted,
  DecideContext,
  Decision,
  Ignored,
  IgnoreReason,
  Rejected,
  RejectionCode,
} from './workflow/decision';
export { isSentTask } from './workflow/effects';
export type {
  CancelAgentTaskEffect,
  CancelTimerEffect,
  CloseHitlRequestEffect,
  CloseWorkflowEffect,
  ControlChildWorkflowEffect,
  OpenApprovalEffect,
  OpenHitlRequestEffect,
  OpenQuestionsEffect,
  ReportToParentEffect,
  SendAgentTaskEffect,
  SendIntegrationTaskEffect,
  SendTaskEffect,
  StartChildWorkflowEffect,
  StartTimerEffect,
  WorkflowEffect,
} from './workflow/effects';
export type {
  ApprovalAnswered,
  ApprovalRequested,
  ArtifactRecorded,
  GateEvaluated,
  StageCompleted,
  StageStarted,
  TaskCompleted,
  TaskFailed,
  TaskLeaseRaised,
  TaskRetryScheduled,
  TaskScheduled,
  WorkflowCancelled,
  WorkflowClosing,
  WorkflowCompleted,
  WorkflowEvent,
  WorkflowEventType,
  WorkflowFailed,
  WorkflowPaused,
  WorkflowResumed,
  WorkflowStarted,
} from './workflow/events';
export { evolve, foldWorkflow, HistoryError } from './workflow/evolve';
export { openQuestions } from './workflow/dialogue';
export { isAwaited } from './workflow/guidance';
export { MAX_FEEDBACK_CHARACTERS, MAX_RETRY_AFTER_MS, METADATA_PATHS } from './workflow/limits';
export { migrationChanges } from './workflow/migration-changes';
export type { MigrationChange } from './workflow/migration-changes';
export { migrationProblems } from './workflow/migration-problems';
export { outstandingEffects } from './workflow/outstanding-effects';
export { findTaskOf, ProcessMismatchError } from './workflow/process-lookup';
export { applyEvents, react } from './workflow/react';
export { staleTasks } from './workflow/staleness';
export { eachTask, findTask, isSettled, noteText, openTasks } from './workflow/task-table';
export { inputPathsOf, outputPathOf } from './workflow/task-texts';
export { WORKFLOW_STATE_SHAPE } from './workflow/workflow';
export type {
  ApprovalState,
  Dialogue,
  PendingApproval,
  StageState,
  TaskState,
  TaskStatus,
  UsageTotals,
  WorkflowPhase,
  WorkflowState,
} from './workflow/workflow';
