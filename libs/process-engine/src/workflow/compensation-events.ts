import type { AgentId, StageId, TaskId } from '../model/ids';
import type { OpenWork } from '../model/workflow-values';

/** A fact about undoing the work of a cancelled workflow; released like every other event. */
interface CompensationFact<TType extends string, TData> {
  readonly type: TType;
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** The workflow is being cancelled: what is open is closed, and what was done is undone before it ends. */
export type WorkflowCancelling = CompensationFact<
  'workflow-cancelling',
  {
    readonly reason: string;
    readonly cancelled_by: string;
    readonly open: OpenWork;
    /** In the order they are done: what was done last is undone first. */
    readonly compensations: readonly {
      readonly task_id: TaskId;
      readonly agent_id: AgentId;
      /** What is undone: a task or an instance of one, a stage, or (null) the whole process. */
      readonly undoes: { readonly kind: 'task' | 'stage' | 'process'; readonly id: TaskId | StageId | null };
    }[];
  }
>;

/** Every fact about undoing work. */
export type CompensationEvent = WorkflowCancelling;
