import type { OutputContract } from '../contract/output-contract';
import type { AgentId, StageId, TaskId } from '../model/ids';
import type { ApprovalPoint } from '../model/values';

/** How failed attempts are repeated. Delays are `delay_ms * factor^(failures - 1)`, at most `max_delay_ms`. */
export interface RetryPolicy {
  /** Failed attempts after which the workflow fails. */
  readonly max_attempts: number;
  readonly delay_ms: number;
  readonly factor: number;
  readonly max_delay_ms: number;
}

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

/** A task with everything resolved. */
export interface CompiledTask {
  readonly id: TaskId;
  readonly kind: 'plan' | 'deliverable';
  readonly name: string;
  /** What the agent is asked to do, in words. */
  readonly description: string;
  readonly stage_id: StageId;
  readonly agent_id: AgentId;
  readonly pool: string;
  readonly needs: readonly TaskId[];
  /** Paths of the artifacts it reads, in order. */
  readonly inputs: readonly string[];
  readonly output: OutputContract;
  readonly retry: RetryPolicy;
  readonly expected_minutes: number;
}

/** A stage; its tasks in the order they run. */
export interface CompiledStage {
  readonly id: StageId;
  readonly name: string;
  readonly description: string;
  readonly index: number;
  readonly task_ids: readonly TaskId[];
  readonly gates: readonly CompiledGate[];
}

/** A process ready to run: validated, ordered, with its agents; plain JSON, stored and pinned by content hash. */
export interface CompiledProcess {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Lower-case hexadecimal SHA-256 over everything else in canonical JSON. */
  readonly content_hash: string;
  readonly concurrency: 'sequential';
  /** The artifact a workflow starts with. */
  readonly input: { readonly path: string; readonly title: string };
  readonly stages: readonly CompiledStage[];
  readonly tasks: Readonly<Record<TaskId, CompiledTask>>;
  readonly agents: Readonly<Record<AgentId, CompiledAgent>>;
  readonly approval_points: readonly ApprovalPoint[];
  /** Defaults for approvals that a workflow adds at its start. */
  readonly max_rounds: number;
  /** Sum over all tasks. */
  readonly expected_minutes: number;
}
