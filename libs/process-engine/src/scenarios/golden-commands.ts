import type { CompiledProcess } from '../definition/compiled-process';
import type { ApprovalBound } from '../model/approval-bound';
import type { WorkflowCommand } from '../workflow/commands';
import type { WorkflowState } from '../workflow/workflow';
import { sampleArtifact } from './sample-commands';
import type { ScenarioStep } from './scenario-definition';

/** A step of a story, or a command that stories of processes have no step for. */
export type GoldenStep = ScenarioStep | ((state: WorkflowState, process: CompiledProcess) => WorkflowCommand);

/** A story of one of the processes under `processes/`. */
export interface GoldenStory {
  /** Folder of the process. */
  readonly process: string;
  readonly steps: readonly GoldenStep[];
}

const OTHER: ApprovalBound = { approval_id: 'after-design', policy_sha256: 'other', artifacts: [], tasks: [] };

/** Stores a new version of a document by a person. */
export const edit =
  (path: string, version: number, rerun: boolean): GoldenStep =>
  () => ({ type: 'edit-artifact', artifact: sampleArtifact(path, version), edited_by: 'usr_operator', rerun });

/** Does the tasks again whose documents are stale. */
export const rerunStale: GoldenStep = () => ({ type: 'rerun-stale', requested_by: 'usr_operator' });

/** Does a stage again. */
export const restart =
  (stage_id: string): GoldenStep =>
  () => ({ type: 'restart-stage', stage_id, requested_by: 'usr_operator', feedback: 'Once more.' });

/** Tells an agent something. */
export const guide =
  (agent_id: string): GoldenStep =>
  () => ({
    type: 'give-guidance',
    message_id: 'msg_story',
    agent_id,
    text: 'Keep it small.',
    given_by: 'usr_operator',
  });

/** Goes on as a fork of another workflow. */
export const fork: GoldenStep = ({ version }) => ({
  type: 'fork',
  parent_workflow_id: 'wf_parent',
  parent_seq: version,
  forked_by: 'usr_operator',
  edits: [],
});

/** Goes on with another version of the process. */
export const migrate: GoldenStep = (_state, process) => ({
  type: 'migrate',
  to: { ...process, version: '9.0.0', content_hash: 'f'.repeat(64) },
  migrated_by: 'usr_operator',
});

/** Approves something else than is there by now. */
export const approveInVain: GoldenStep = ({ pending_approvals }) => ({
  type: 'answer-approval',
  request_id: pending_approvals[0]?.request_id ?? 'hitl_none',
  response: 'approved',
  answered_by: 'usr_reviewer',
  bound: OTHER,
});

/** Holds the workflow and withdraws what people are asked. */
export const pauseAndWithdraw: GoldenStep = () => ({
  type: 'pause',
  mode: 'safe-point',
  paused_by: 'usr_operator',
  withdraw_requests: true,
});
