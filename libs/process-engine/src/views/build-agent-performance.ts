import type { CompiledProcess } from '../definition/compiled-process';
import type { ModelUsage } from '../model/values';
import type { WorkflowEvent } from '../workflow/events';
import { simulatedNote } from './simulated-note';

/** What one agent did in a workflow. */
export interface AgentPerformanceEntry {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Attempts that ended with an artifact, passed the gates or not. */
  readonly completed_attempts: number;
  readonly failed_attempts: number;
  readonly gates_passed: number;
  readonly gates_failed: number;
  readonly repairs: number;
  readonly words: number;
  /** Paths in the order they were first written. */
  readonly artifacts_created: readonly string[];
  /** `provider/model`, sorted. */
  readonly models: readonly string[];
  readonly calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_micros: number;
  readonly simulated: boolean;
  readonly times: { readonly busy_ms: number };
}

/** Content of `metadata/agent_performance.json`. */
export interface AgentPerformance {
  readonly format_version: 1;
  readonly workflow_id: string;
  readonly agents: readonly AgentPerformanceEntry[];
  readonly simulated: boolean;
  readonly note: string | null;
}

/** Sums up what each agent of the process did, in the order of the stages. */
export function buildAgentPerformance(events: readonly WorkflowEvent[], process: CompiledProcess): AgentPerformance {
  const agentIds = new Set(
    process.stages.flatMap((stage) => stage.task_ids.map((id) => process.tasks[id]?.agent_id ?? '')),
  );
  const agents = [...agentIds].map((id) => summarise(id, events, process));
  const simulated = agents.some((agent) => agent.simulated);
  const [first] = events;
  return {
    format_version: 1,
    workflow_id: first?.type === 'workflow-started' ? first.data.workflow_id : '',
    agents,
    simulated,
    note: simulatedNote(simulated),
  };
}

function summarise(agentId: string, events: readonly WorkflowEvent[], process: CompiledProcess): AgentPerformanceEntry {
  const completed = events.flatMap((e) => (e.type === 'task-completed' && e.data.agent_id === agentId ? [e.data] : []));
  const failed = events.flatMap((e) => (e.type === 'task-failed' && e.data.agent_id === agentId ? [e.data] : []));
  const verdicts = events.flatMap((e) =>
    e.type === 'gate-evaluated' && process.tasks[e.data.task_id]?.agent_id === agentId ? [e.data.passed] : [],
  );
  const artifacts = events.flatMap((e) =>
    e.type === 'artifact-recorded' && e.data.agent_id === agentId ? [e.data.artifact.path] : [],
  );
  const usages = [...completed, ...failed].flatMap((attempt) => attempt.usage ?? []);
  const agent = process.agents[agentId];
  return {
    id: agentId,
    name: agent?.name ?? agentId,
    role: agent?.role ?? '',
    completed_attempts: completed.length,
    failed_attempts: failed.length,
    gates_passed: verdicts.filter((passed) => passed).length,
    gates_failed: verdicts.filter((passed) => !passed).length,
    repairs: total(completed.map((attempt) => attempt.evidence.repairs)),
    words: total(completed.map((attempt) => attempt.evidence.words)),
    artifacts_created: [...new Set(artifacts)],
    ...sumUsage(usages),
    times: { busy_ms: total(completed.map((attempt) => attempt.duration_ms)) },
  };
}

function sumUsage(
  usages: readonly ModelUsage[],
): Omit<ModelUsage, 'provider' | 'model'> & { readonly models: readonly string[] } {
  return {
    models: [...new Set(usages.map((usage) => `${usage.provider}/${usage.model}`))].sort(),
    calls: total(usages.map((usage) => usage.calls)),
    input_tokens: total(usages.map((usage) => usage.input_tokens)),
    output_tokens: total(usages.map((usage) => usage.output_tokens)),
    cost_micros: total(usages.map((usage) => usage.cost_micros)),
    simulated: usages.some((usage) => usage.simulated),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
