/** Workflow statuses of the public API (closed list; resolutions: one table maps engine state to the specification). */
export const WORKFLOW_STATUSES = [
  'started',
  'in_progress',
  'waiting_for_human',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;
/** Status of a workflow as the API shows it. */
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** Task statuses of the public API. */
export const TASK_STATUSES = ['pending', 'running', 'retrying', 'completed', 'skipped', 'failed', 'cancelled'] as const;
/** Status of a task as the API shows it. */
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Stage statuses of the public API. */
export const STAGE_STATUSES = [
  'pending',
  'running',
  'waiting_for_human',
  'completed',
  'skipped',
  'failed',
  'cancelled',
] as const;
/** Status of a stage as the API shows it. */
export type StageStatus = (typeof STAGE_STATUSES)[number];

/** Agent statuses of the public API and of `agent_status` frames (specification §6.1.1). */
export const AGENT_STATUSES = ['idle', 'processing', 'waiting', 'paused', 'completed', 'failed'] as const;
/** Status of an agent as the API shows it. */
export type AgentStatus = (typeof AGENT_STATUSES)[number];

/** HITL request statuses; the participles are the three answers. */
export const HITL_STATUSES = ['pending', 'approved', 'modified', 'rejected', 'cancelled'] as const;
/** Status of a HITL request. */
export type HitlStatus = (typeof HITL_STATUSES)[number];

/** HITL request types of specification §6.2.1. */
export const HITL_TYPES = ['approval', 'input', 'decision'] as const;
/** Type of a HITL request. */
export type HitlType = (typeof HITL_TYPES)[number];

/** The answers a person can give, as stored and returned. */
export const HITL_RESPONSES = ['approved', 'modified', 'rejected'] as const;
/** An answer as stored and returned. */
export type HitlAnswer = (typeof HITL_RESPONSES)[number];

/** Who or what settles a request. */
export const HITL_DECIDERS = ['people', 'deadline', 'rule'] as const;
/** Who or what settled a request. */
export type HitlDecider = (typeof HITL_DECIDERS)[number];

/** Both spellings people send, mapped to the stored participle. */
export const HITL_RESPONSE_FORMS: Readonly<Record<string, HitlAnswer>> = {
  approve: 'approved',
  approved: 'approved',
  modify: 'modified',
  modified: 'modified',
  reject: 'rejected',
  rejected: 'rejected',
};
