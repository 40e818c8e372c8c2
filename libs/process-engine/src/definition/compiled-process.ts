import type { OutputContract } from '../contract/output-contract';
import type { AgentId, StageId, TaskId } from '../model/ids';
import type { JsonRecord, JsonValue } from '../model/json-value';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import type { Integration } from './integration';

/** How failed attempts are repeated. Delays are `delay_ms * factor^(failures - 1)`, at most `max_delay_ms`. */
export interface RetryPolicy {
  /** Failed attempts after which the workflow fails. */
  readonly max_attempts: number;
  readonly delay_ms: number;
  readonly factor: number;
  readonly max_delay_ms: number;
}

/** What may be used up; null where there is no bound. Money in whole millionths of a US dollar. */
export interface Budget {
  readonly tokens: number | null;
  readonly cost_micros: number | null;
  /** `pause`: hold the workflow; a person who resumes it grants the same amount once more. */
  readonly on_exhausted: 'fail' | 'pause';
}

/** `repeat … until`: done again while the expression does not hold. */
export interface Repeat {
  /** CEL, yields a bool. */
  readonly until: string;
  /** Most rounds, the first included. */
  readonly max_rounds: number;
  /** What happens when the last round did not do: the workflow fails, or goes on with what there is. */
  readonly otherwise: 'fail' | 'continue';
}

/** `for_each`: one instance of the task per item. */
export interface ForEach {
  /** CEL, yields a list. */
  readonly in: string;
  /** A longer list fails the workflow. */
  readonly max_items: number;
}

/** What becomes of the workflow when a task failed for good. */
export type FailurePolicy = 'fail' | 'wait' | 'continue';

/** Which task goes first when several could. */
export type Priority = 'low' | 'normal' | 'high';

/** An agent as pinned by a workflow. */
export interface CompiledAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly role: string;
  readonly description: string;
  /** Name of the queue its tasks go to. */
  readonly pool: string;
  readonly model: { readonly route: string; readonly max_output_tokens: number; readonly temperature: number };
  readonly capabilities: readonly string[];
  /** System prompt. */
  readonly prompt: string;
  /** Lower-case hexadecimal SHA-256 of agent.yaml's content and the prompt. */
  readonly content_hash: string;
}

/** A gate with its defaults filled in. */
export type CompiledGate =
  | { readonly id: string; readonly kind: 'contract'; readonly task_ids: readonly TaskId[] }
  | { readonly id: string; readonly kind: 'artifact-present'; readonly paths: readonly string[] };

/** The process of a sub-process task, pinned with the process that uses it. */
export interface SubProcess {
  readonly name: string;
  readonly version: string;
  readonly content_hash: string;
  /** The document of the child that becomes the output of the task. */
  readonly result: string;
  /** Typed inputs of the child: `{{ … }}` templates and values. */
  readonly inputs: JsonRecord;
}

/** A task with everything resolved. What is absent does not apply to it. */
export interface CompiledTask {
  readonly id: TaskId;
  readonly kind: 'plan' | 'deliverable';
  readonly name: string;
  /** What the agent is asked to do, in words; may hold `{{ … }}`. */
  readonly description: string;
  readonly stage_id: StageId;
  /** `platform` for tasks that no agent does. */
  readonly agent_id: AgentId;
  readonly pool: string;
  readonly needs: readonly TaskId[];
  /** Paths of the artifacts it reads, in order; one with `{{ … }}` stands for all documents of the task that writes it. */
  readonly inputs: readonly string[];
  readonly output: OutputContract;
  readonly retry: RetryPolicy;
  readonly expected_minutes: number;
  /** CEL, yields a bool: without it the task is skipped. */
  readonly when?: string;
  readonly repeat?: Repeat;
  readonly for_each?: ForEach;
  readonly timeout_seconds?: number;
  readonly deadline_seconds?: number;
  readonly priority?: Priority;
  readonly budget?: Budget;
  readonly on_failure?: FailurePolicy;
  readonly integration?: Integration;
  readonly process?: SubProcess;
}

/** A stage; its tasks in the order they run. */
export interface CompiledStage {
  readonly id: StageId;
  readonly name: string;
  readonly description: string;
  readonly index: number;
  readonly task_ids: readonly TaskId[];
  readonly gates: readonly CompiledGate[];
  /** Stages that must be done before; absent means the stage before in the list. */
  readonly needs?: readonly StageId[];
  readonly when?: string;
  readonly repeat?: Repeat;
  readonly deadline_seconds?: number;
  readonly budget?: Budget;
}

/** What a compensation undoes: a task of the file, a stage, or the whole process. */
export type CompiledUndoing =
  | { readonly kind: 'task'; readonly id: TaskId; readonly even_unfinished: boolean }
  | { readonly kind: 'stage'; readonly id: StageId }
  | { readonly kind: 'process' };

/** What is done when a workflow is cancelled. */
export interface CompiledCompensation {
  /** Holds the tasks; it is none of the stages of the process. */
  readonly stage: CompiledStage;
  readonly tasks: Readonly<Record<TaskId, CompiledTask>>;
  /** What each of them undoes; one of a `for_each` task is done once per instance. */
  readonly undoes: Readonly<Record<TaskId, CompiledUndoing>>;
  /** Seconds after which the workflow ends with what is undone by then. */
  readonly deadline_seconds: number;
}

/** A typed input beside the brief. */
export interface CompiledInput {
  readonly name: string;
  readonly title: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'enum' | 'list';
  readonly required: boolean;
  readonly default?: JsonValue;
  /** For `enum`. */
  readonly values?: readonly string[];
  /** For `list`: what its items are. */
  readonly items?: 'string' | 'number' | 'integer' | 'boolean' | 'object';
  /** For `list`: most items; for `string`: most characters. */
  readonly max: number;
}

/** A process ready to run: validated, ordered, with its agents; plain JSON, stored and pinned by content hash. */
export interface CompiledProcess {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Lower-case hexadecimal SHA-256 over everything else in canonical JSON. */
  readonly content_hash: string;
  /** Null when the process leaves it to the installation. */
  readonly concurrency: 'sequential' | 'parallel' | null;
  /** Most tasks at a time when parallel. Default `DEFAULT_PARALLEL_TASKS`. */
  readonly max_parallel_tasks?: number;
  /** False for a process that is not offered to people. */
  readonly listed?: boolean;
  /** The artifact a workflow starts with. */
  readonly input: { readonly path: string; readonly title: string };
  /** Typed inputs beside it. */
  readonly inputs?: readonly CompiledInput[];
  readonly stages: readonly CompiledStage[];
  readonly tasks: Readonly<Record<TaskId, CompiledTask>>;
  /** Absent when nothing is undone. */
  readonly compensation?: CompiledCompensation;
  readonly agents: Readonly<Record<AgentId, CompiledAgent>>;
  readonly approval_points: readonly PinnedApprovalPoint[];
  /** Defaults for approvals that a workflow adds at its start. */
  readonly max_rounds: number;
  /** Sum over all tasks. */
  readonly expected_minutes: number;
  readonly deadline_seconds?: number;
  readonly budget?: Budget;
}
