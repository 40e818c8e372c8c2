import { readAgentProfile } from './agent/agent-profile.v1';
import { getAgentStatus } from './agent/agent-status.v1';
import { adoptArtifacts } from './artifact/adopt-artifacts.v1';
import { compareArtifactVersions, listArtifactVersions } from './artifact/artifact-history.v1';
import { readArtifactOrigin } from './artifact/artifact-provenance.v1';
import {
  findStoredArtifact,
  listArtifacts,
  readArtifact,
  readArtifactVersion,
  storeArtifact,
} from './artifact/artifact-questions.v1';
import { searchArtifacts } from './artifact/artifact-search.v1';
import { describeArtifacts } from './artifact/artifact-selection.v1';
import {
  getConfiguration,
  listConfigurationChanges,
  readConfiguration,
  setConfiguration,
} from './configuration/configuration-questions.v1';
import { CONVERSATION_QUESTIONS } from './conversation/conversation-question-list';
import { DEAD_LETTER_SERVICES, listDeadLetters, replayDeadLetter } from './dead-letter/dead-letter-questions.v1';
import type { QuestionDeclaration } from './define-question';
import { listGroups, readMemberships, removeGroup, setGroup } from './group/group-questions.v1';
import {
  countHitlRequests,
  listDelegations,
  listHitlRecords,
  removeDelegation,
  setDelegation,
} from './hitl-request/hitl-inbox-questions.v1';
import { getHitlRequest, listHitlRequests, respondToHitlRequest } from './hitl-request/hitl-questions.v1';
import {
  getInteractiveSession,
  listInteractiveSessions,
  submitAnswers,
} from './interactive/interactive-session-questions.v1';
import { ROUTER_QUESTIONS } from './model-call/router-question-list';
import { migrateWorkflows } from './process/migrate-workflows.v1';
import { listProcesses, listProcessVersions, publishProcess } from './process/process-questions.v1';
import { getResourceRules, setTenantRules } from './resources/resource-questions.v1';
import { logIn, logOut, verifySession } from './session/session-questions.v1';
import { liftStop, listStopSwitches, readStopsInForce, stopWork } from './stop-switch/stop-switch-questions.v1';
import { abandonUpload, appendUpload, finishUpload, openUpload } from './upload/receive-upload.v1';
import {
  deleteUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  readUploadPiece,
  readUploadText,
} from './upload/upload-questions.v1';
import { estimateRun } from './workflow/estimate-questions.v1';
import { importRun, readRunRecord, replayWorkflow } from './workflow/run-record-questions.v1';
import { getWhatIf, startWhatIf } from './workflow/what-if-questions.v1';
import {
  editArtifact,
  forkWorkflow,
  getWorkflowLineage,
  messageAgent,
  rerunStale,
  restartStage,
  retryTask,
  skipTask,
} from './workflow/workflow-control-questions.v1';
import {
  cancelWorkflow,
  getOrchestratorOverview,
  getWorkflowStatus,
  listWorkflows,
  pauseWorkflow,
  readWorkflowEvents,
  resumeWorkflow,
  startWorkflow,
} from './workflow/workflow-questions.v1';

/** Every declared question. */
export const QUESTIONS: readonly QuestionDeclaration[] = [
  adoptArtifacts,
  cancelWorkflow,
  compareArtifactVersions,
  describeArtifacts,
  countHitlRequests,
  editArtifact,
  findStoredArtifact,
  forkWorkflow,
  getAgentStatus,
  getConfiguration,
  getHitlRequest,
  getOrchestratorOverview,
  getResourceRules,
  getWorkflowLineage,
  getWorkflowStatus,
  liftStop,
  listArtifacts,
  listArtifactVersions,
  listConfigurationChanges,
  listDelegations,
  listGroups,
  listHitlRecords,
  listHitlRequests,
  listProcesses,
  listProcessVersions,
  listStopSwitches,
  listWorkflows,
  logIn,
  logOut,
  messageAgent,
  migrateWorkflows,
  pauseWorkflow,
  publishProcess,
  readAgentProfile,
  readArtifact,
  readArtifactOrigin,
  readArtifactVersion,
  readConfiguration,
  estimateRun,
  importRun,
  readRunRecord,
  readMemberships,
  readStopsInForce,
  removeDelegation,
  removeGroup,
  readWorkflowEvents,
  replayWorkflow,
  getWhatIf,
  startWhatIf,
  rerunStale,
  respondToHitlRequest,
  listInteractiveSessions,
  getInteractiveSession,
  submitAnswers,
  restartStage,
  resumeWorkflow,
  retryTask,
  searchArtifacts,
  setConfiguration,
  setDelegation,
  setGroup,
  setTenantRules,
  skipTask,
  startWorkflow,
  stopWork,
  storeArtifact,
  verifySession,
  abandonUpload,
  appendUpload,
  deleteUpload,
  finishUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  openUpload,
  readUploadPiece,
  readUploadText,
  ...CONVERSATION_QUESTIONS,
  ...ROUTER_QUESTIONS,
  ...DEAD_LETTER_SERVICES.flatMap((service) => [
    listDeadLetters(service) as QuestionDeclaration,
    replayDeadLetter(service) as QuestionDeclaration,
  ]),
];
