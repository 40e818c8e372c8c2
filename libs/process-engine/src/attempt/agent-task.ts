import type { Priority } from '../definition/compiled-process';
import type { ArtifactReference, ModelUsage } from '../model/values';

/** One turn of the conversation with a model. */
export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a model answered, as far as a document depends on it. */
export interface ModelAnswer {
  readonly call_id: string;
  readonly text: string;
  /** `stop`, `length`, `content_filter` or another word. */
  readonly finish_reason: string;
  readonly usage: ModelUsage;
}

/** What a task must produce, as the message to the runner says it: the schemas of the values were validated before. */
export interface TaskOutput {
  path: string;
  title: string;
  required_sections: string[];
  max_words: number;
  template?: string;
  values?: Record<string, unknown>;
  /** How often the agent may still ask people instead of writing; absent when it may not. */
  question_rounds?: number;
}

/** One attempt at one task, as the runner is told of it. */
export interface AgentTask {
  workflow_id: string;
  process_name: string;
  process_version: string;
  stage_id: string;
  task_id: string;
  task_name: string;
  task_kind?: 'plan' | 'deliverable';
  instructions?: string;
  /** Why we try: part of every idempotency key. */
  attempt: number;
  /** Who may report: never part of a key. */
  lease: number;
  lease_seconds: number;
  agent: {
    id: string;
    name: string;
    pool: string;
    system_prompt: string;
    route: string;
    max_output_tokens: number;
    temperature: number;
  };
  inputs: ArtifactReference[];
  output: TaskOutput;
  feedback: { source: string; text: string }[];
  /** What people answered to the agent's questions; absent when it asked none. */
  answers?: { question_id: string; question: string; answer: unknown; given_by: string }[];
  priority?: Priority;
  /** What the budgets leave for the attempt; absent without budgets. */
  ceiling?: { tokens?: number; cost_micros?: number };
  /** The call or query that makes the document; absent when an agent writes it. */
  integration?: Record<string, unknown>;
  timeout_seconds?: number;
}

/** An upstream document and where it comes from. */
export interface LoadedInput {
  readonly reference: ArtifactReference;
  readonly text: string;
}
