import {
  findStoredArtifact,
  listArtifacts,
  readArtifact,
  readArtifactVersion,
  storeArtifact,
} from './artifact/artifact-questions.v1';
import { DEAD_LETTER_SERVICES, listDeadLetters, replayDeadLetter } from './dead-letter/dead-letter-questions.v1';
import type { QuestionDeclaration } from './define-question';
import { getHitlRequest, listHitlRequests, respondToHitlRequest } from './hitl-request/hitl-questions.v1';
import { completeModelCall } from './model-call/complete-model-call.v1';
import { getRouterStatus } from './model-call/router-questions.v1';
import { logIn, logOut, verifySession } from './session/session-questions.v1';
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
  cancelWorkflow,
  completeModelCall,
  findStoredArtifact,
  getHitlRequest,
  getOrchestratorOverview,
  getRouterStatus,
  getWorkflowStatus,
  listArtifacts,
  listHitlRequests,
  listWorkflows,
  logIn,
  logOut,
  pauseWorkflow,
  readArtifact,
  readArtifactVersion,
  readWorkflowEvents,
  respondToHitlRequest,
  resumeWorkflow,
  startWorkflow,
  storeArtifact,
  verifySession,
  ...DEAD_LETTER_SERVICES.flatMap((service) => [
    listDeadLetters(service) as QuestionDeclaration,
    replayDeadLetter(service) as QuestionDeclaration,
  ]),
];
