import { messageAgent } from './commands/agent-message';
import { agentStatus } from './commands/agent-status';
import { answer } from './commands/answer';
import { diffArtifact } from './commands/artifact-diff';
import { downloadArtifact } from './commands/artifact-download';
import { editArtifact } from './commands/artifact-edit';
import { listArtifacts } from './commands/artifact-list';
import { showProvenance } from './commands/artifact-provenance';
import { searchArtifacts } from './commands/artifact-search';
import { showArtifact } from './commands/artifact-show';
import { listArtifactVersions } from './commands/artifact-versions';
import { approveSpending } from './commands/budget-approve';
import { listBudgets } from './commands/budget-list';
import { removeBudget } from './commands/budget-remove';
import { setBudget } from './commands/budget-set';
import { listCalls } from './commands/call-list';
import { resolveCall } from './commands/call-resolve';
import { chat } from './commands/chat';
import { exportChat, listChats, searchChats, shareChat, withdrawChat } from './commands/chat-records';
import { getConfig } from './commands/config-get';
import { showConfigHistory } from './commands/config-history';
import { refreshConfig } from './commands/config-refresh';
import { setConfig } from './commands/config-set';
import { approve, reject } from './commands/decide';
import { listGuardrails } from './commands/guardrail-list';
import { removeGuardrails } from './commands/guardrail-remove';
import { setGuardrails } from './commands/guardrail-set';
import { listHitlRequests } from './commands/hitl-list';
import { showHitlRecords } from './commands/hitl-records';
import { respondToHitlRequest } from './commands/hitl-respond';
import { showHitlRequest } from './commands/hitl-show';
import { showInbox } from './commands/inbox';
import { addProviderKey, listProviderKeys, retireProviderKey } from './commands/keys-provider';
import { createVirtualKey, listVirtualKeys, revokeVirtualKey } from './commands/keys-virtual';
import { showLimits } from './commands/limits';
import { login } from './commands/login';
import { logout } from './commands/logout';
import { listPrices } from './commands/price-list';
import { setPrice } from './commands/price-set';
import { migrateProcess } from './commands/process-migrate';
import { showProviders } from './commands/providers';
import { replay } from './commands/replay';
import { reveal } from './commands/reveal';
import { explainRoute } from './commands/routes-explain';
import { showStatus } from './commands/status';
import { stopWork } from './commands/stop';
import { liftStop } from './commands/stop-lift';
import { listStops } from './commands/stop-list';
import { uploadFile } from './commands/upload';
import { downloadUpload } from './commands/upload-download';
import { listUploads } from './commands/upload-list';
import { removeUpload } from './commands/upload-remove';
import { showUpload } from './commands/upload-show';
import { showUsage } from './commands/usage';
import { exportUsage } from './commands/usage-export';
import { repriceUsage } from './commands/usage-reprice';
import { whoami } from './commands/whoami';
import { cancelWorkflow } from './commands/workflow-cancel';
import { estimateWorkflow } from './commands/workflow-estimate';
import { exportWorkflow } from './commands/workflow-export';
import { forkWorkflow } from './commands/workflow-fork';
import { importWorkflow } from './commands/workflow-import';
import { showLineage } from './commands/workflow-lineage';
import { listWorkflows } from './commands/workflow-list';
import { pauseWorkflow } from './commands/workflow-pause';
import { rerunStale } from './commands/workflow-rerun-stale';
import { restartStage } from './commands/workflow-restart';
import { resumeWorkflow } from './commands/workflow-resume';
import { retryTask } from './commands/workflow-retry';
import { skipTask } from './commands/workflow-skip';
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
  estimateWorkflow,
  listWorkflows,
  showWorkflow,
  watchWorkflowCommand,
  pauseWorkflow,
  resumeWorkflow,
  cancelWorkflow,
  retryTask,
  skipTask,
  restartStage,
  showLineage,
  rerunStale,
  forkWorkflow,
  exportWorkflow,
  importWorkflow,
  replay,
  agentStatus,
  messageAgent,
  showInbox,
  approve,
  reject,
  answer,
  listHitlRequests,
  showHitlRequest,
  respondToHitlRequest,
  showHitlRecords,
  chat,
  listChats,
  searchChats,
  exportChat,
  shareChat,
  withdrawChat,
  listArtifacts,
  searchArtifacts,
  showArtifact,
  listArtifactVersions,
  diffArtifact,
  editArtifact,
  downloadArtifact,
  showProvenance,
  uploadFile,
  listUploads,
  showUpload,
  downloadUpload,
  removeUpload,
  migrateProcess,
  stopWork,
  listStops,
  liftStop,
  showLimits,
  listBudgets,
  setBudget,
  removeBudget,
  approveSpending,
  showUsage,
  exportUsage,
  repriceUsage,
  listPrices,
  setPrice,
  listCalls,
  resolveCall,
  explainRoute,
  listVirtualKeys,
  createVirtualKey,
  revokeVirtualKey,
  listProviderKeys,
  addProviderKey,
  retireProviderKey,
  getConfig,
  setConfig,
  showConfigHistory,
  refreshConfig,
  showProviders,
  listGuardrails,
  setGuardrails,
  removeGuardrails,
  reveal,
];
