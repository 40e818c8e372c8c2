export { BotArmyProblem } from './client/botarmy-problem';
export type { BotArmyProblemFields, ProblemField } from './client/botarmy-problem';
export { BotArmyClient, createBotArmyClient } from './client/create-botarmy-client';
export type { BotArmyClientOptions } from './client/create-botarmy-client';
export type {
  AgentSummary,
  ArtifactMetadata,
  ArtifactProvenance,
  ArtifactReference,
  AskedQuestion,
  CancelWorkflowReply,
  ConversationMessageView,
  ConversationView,
  DetailedHealthReply,
  EstimateRunReply,
  HealthReply,
  HitlOption,
  HitlRequestContext,
  HitlRequestSummary,
  HitlRequestView,
  HitlResponseView,
  InteractiveSessionView,
  ListArtifactsReply,
  ListHitlRequestsReply,
  ListWorkflowsReply,
  LoginReply,
  MeReply,
  MigrateWorkflowsReply,
  PauseWorkflowReply,
  Problem,
  ProcessSummary,
  ReadArtifactReply,
  ReadWorkflowEventsReply,
  RespondToHitlRequestReply,
  ResumeWorkflowReply,
  StageView,
  StartWorkflowReply,
  StatusReply,
  SubmittedAnswer,
  TaskView,
  TokenReply,
  UploadView,
  UserView,
  WhatIfFigures,
  WhatIfView,
  WorkflowAgentView,
  WorkflowCostView,
  WorkflowEventView,
  WorkflowStatusView,
  WorkflowSummary,
} from './generated/types.gen';
export type {
  AgentStatusFrame,
  AlertFrame,
  ArtifactRecordedFrame,
  ConversationDeltaFrame,
  ConversationMessageFrame,
  ConversationSubscriptionFrame,
  ErrorFrame,
  HeartbeatFrame,
  HitlRequestChangedFrame,
  HitlRequestFrame,
  ServerFrame,
  SubscriptionFrame,
  SystemNotificationFrame,
  TopicFrame,
  TurnFrame,
  UploadChangedFrame,
  WorkflowEventFrame,
  WorkflowProgressFrame,
} from './live/live-frames';
export { parseFrame } from './live/live-frames';
export type { LiveSocket, OpenSocket, SocketEvents } from './live/live-socket';
export { openLiveSocket } from './live/live-socket';
export type { ConnectionFrame, LiveFrame, WatchFramesOptions } from './live/watch-frames';
export { liveUrl, watchFrames } from './live/watch-frames';
export type { WatchWorkflowOptions } from './live/watch-workflow';
export { hasWorkflowEnded, watchWorkflow } from './live/watch-workflow';
