import { downloadArtifact } from './commands/artifact-download';
import { listArtifacts } from './commands/artifact-list';
import { showArtifact } from './commands/artifact-show';
import { listHitlRequests } from './commands/hitl-list';
import { respondToHitlRequest } from './commands/hitl-respond';
import { showHitlRequest } from './commands/hitl-show';
import { login } from './commands/login';
import { logout } from './commands/logout';
import { showStatus } from './commands/status';
import { whoami } from './commands/whoami';
import { cancelWorkflow } from './commands/workflow-cancel';
import { listWorkflows } from './commands/workflow-list';
import { pauseWorkflow } from './commands/workflow-pause';
import { resumeWorkflow } from './commands/workflow-resume';
import { startWorkflow } from './commands/workflow-start';
import { showWorkflow } from './commands/workflow-status';
import { watchWorkflowCommand } from './commands/workflow-watch';
import type { Command } from './tree/command';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  login,
  logout,
  whoami,
  showStatus,
  startWorkflow,
  listWorkflows,
  showWorkflow,
  watchWorkflowCommand,
  pauseWorkflow,
  resumeWorkflow,
  cancelWorkflow,
  listHitlRequests,
  showHitlRequest,
  respondToHitlRequest,
  listArtifacts,
  showArtifact,
  downloadArtifact,
];
