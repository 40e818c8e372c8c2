/**
 * Ids are told apart by type and stay plain strings on the wire: a plain string is accepted where an id is wanted,
 * an id of one kind is not accepted where another kind is wanted.
 */
type Id<TKind extends string> = string & { readonly __kind?: TKind };

/** Id of a workflow, `wf_…`. */
export type WorkflowId = Id<'workflow'>;
/** Id of a tenant, `ten_…`. */
export type TenantId = Id<'tenant'>;
/** Id of a stage in its process, kebab-case, at most 63 characters. */
export type StageId = Id<'stage'>;
/** Id of a task, unique in its process, kebab-case, at most 63 characters. */
export type TaskId = Id<'task'>;
/** Id of an agent, kebab-case, at most 63 characters. */
export type AgentId = Id<'agent'>;
/** Id of a HITL request, `hitl_…`. */
export type RequestId = Id<'request'>;
/** Id of a timer, `tmr_…`. */
export type TimerId = Id<'timer'>;
/** Id of an approval point in a workflow: `after-<stage>`, `before-<stage>`, `after-task-<task>` or `before-task-<task>`. */
export type ApprovalId = Id<'approval'>;
/** Prefixes the engine asks the shell to make ids with. */
export type IdPrefix = 'hitl' | 'msg' | 'tmr' | 'wf';
