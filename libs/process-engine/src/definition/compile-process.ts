import type { StageId } from '../model/ids';
import { MAX_QUESTION_ROUNDS } from '../model/question';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { approvalPointFor, sortApprovalPoints, taskApprovalPointFor } from './approval-points';
import { placedCompensations } from './compensations';
import { compileCompensation } from './compile-compensation';
import { compileOptions, compileStageOptions, compileTaskOptions } from './compile-options';
import type {
  CompiledAgent,
  CompiledGate,
  CompiledProcess,
  CompiledStage,
  CompiledTask,
  RetryPolicy,
} from './compiled-process';
import { contentHash } from './content-hash';
import type { DefinitionResult } from './definition-error';
import { ErrorCollector } from './definition-source';
import { fillAgents } from './fill-agents';
import { INTEGRATION_POOL, PLATFORM_AGENT } from './integration';
import { orderTasks } from './order-tasks';
import type { ParsedAgent } from './parse-agent-definition';
import type { ParsedProcess } from './parse-process-definition';
import type {
  ApprovalDefinition,
  GateDefinition,
  ProcessDefinition,
  RetryDefinition,
  StageDefinition,
  TaskDefinition,
} from './process-definition';
import { validateProcess } from './validate-process';
import type { KnownProcesses } from './validate-sub-process';

const DEFAULT_RETRY: RetryPolicy = { max_attempts: 3, delay_ms: 2_000, factor: 2, max_delay_ms: 60_000 };
const DEFAULT_MAX_ROUNDS = 3;
const DEFAULT_MAX_WORDS = 500;

/** Validates a process and resolves everything in it; the same input always yields the same content hash. */
export function compileProcess(
  process: ParsedProcess,
  agents: readonly ParsedAgent[],
  known: KnownProcesses = new Map(),
): DefinitionResult<CompiledProcess> {
  const { definition, positions } = process;
  const collector = new ErrorCollector(positions);
  const filled = fillAgents(definition, agents, collector);
  const errors = [...collector.errors, ...validateProcess(process, filled, known)];
  if (errors.length > 0) return { ok: false, errors };
  const compiledAgents = compileAgents(definition, filled);
  const tasks = definition.stages.flatMap((stage) =>
    stage.tasks.map((task) => compileTask(task, stage.id, definition, compiledAgents, known)),
  );
  const maxRounds = definition.policies?.max_rounds ?? DEFAULT_MAX_ROUNDS;
  const input = definition.inputs.find((candidate) => candidate.path !== undefined);
  const content = {
    name: definition.name,
    title: definition.title,
    version: definition.version,
    description: definition.description.trim(),
    concurrency: definition.policies?.concurrency ?? null,
    input: { path: input?.path ?? '', title: input?.title ?? '' },
    stages: definition.stages.map(compileStage),
    tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
    ...compileCompensation(definition, (task, stageId) =>
      compileTask(task, stageId, definition, compiledAgents, known),
    ),
    agents: Object.fromEntries(compiledAgents),
    approval_points: compileApprovals(definition, maxRounds),
    ...compileOptions(definition),
    max_rounds: maxRounds,
    expected_minutes: round(tasks.reduce((sum, task) => sum + task.expected_minutes, 0)),
  } satisfies Omit<CompiledProcess, 'content_hash'>;
  return { ok: true, value: { ...content, content_hash: contentHash(content) } };
}

function compileAgents(process: ProcessDefinition, agents: readonly ParsedAgent[]): ReadonlyMap<string, CompiledAgent> {
  const tasks = [
    ...process.stages.flatMap((stage) => stage.tasks),
    ...placedCompensations(process).map(({ task }) => task),
  ];
  const used = new Set(tasks.flatMap((task) => task.agent ?? []));
  const compiled = agents
    .filter((agent) => used.has(agent.definition.id))
    .map(({ definition, prompt }): [string, CompiledAgent] => {
      const { id, name, role, description, model, capabilities } = definition;
      const content = {
        id,
        name,
        role,
        description: description.trim(),
        pool: definition.pool ?? id,
        model,
        capabilities,
        prompt,
      };
      return [id, { ...content, content_hash: contentHash(content) }];
    });
  return new Map(compiled);
}

function compileTask(
  task: TaskDefinition,
  stageId: StageId,
  process: ProcessDefinition,
  agents: ReadonlyMap<string, CompiledAgent>,
  known: KnownProcesses,
): CompiledTask {
  const { id, kind, name, needs = [], inputs = [], expected_minutes } = task;
  const agent = task.agent ?? PLATFORM_AGENT;
  return {
    id,
    kind,
    name,
    description: task.description.trim(),
    stage_id: stageId,
    agent_id: agent,
    pool: task.agent === undefined ? INTEGRATION_POOL : (agents.get(agent)?.pool ?? agent),
    needs,
    inputs,
    output: compileOutput(task.output),
    retry: retryPolicy(process.policies?.retry, task.retry),
    expected_minutes,
    ...compileTaskOptions(task, process, known),
  };
}

function compileOutput(output: TaskDefinition['output']): CompiledTask['output'] {
  const { path, title, required_sections, max_words = DEFAULT_MAX_WORDS, template, values, questions } = output;
  return {
    path,
    title,
    required_sections,
    max_words,
    ...(template === undefined ? {} : { template }),
    ...(values === undefined ? {} : { values }),
    ...(questions === undefined ? {} : { questions: { max_rounds: MAX_QUESTION_ROUNDS, ...questions } }),
  };
}

function retryPolicy(process: RetryDefinition = {}, task: RetryDefinition = {}): RetryPolicy {
  return { ...DEFAULT_RETRY, ...process, ...task };
}

function compileStage(stage: StageDefinition, index: number): CompiledStage {
  const order = orderTasks(stage.tasks);
  return {
    id: stage.id,
    name: stage.name,
    description: stage.description?.trim() ?? '',
    index,
    task_ids: order.ok ? order.ids : [],
    gates: (stage.gates ?? []).map((gate) => compileGate(gate, stage)),
    ...compileStageOptions(stage),
  };
}

function compileGate(gate: GateDefinition, stage: StageDefinition): CompiledGate {
  const id = gate.id ?? gate.kind;
  return gate.kind === 'contract'
    ? { id, kind: gate.kind, task_ids: gate.tasks ?? stage.tasks.map((task) => task.id) }
    : { id, kind: gate.kind, paths: gate.artifacts ?? stage.tasks.map((task) => task.output.path) };
}

function compileApprovals(process: ProcessDefinition, defaultRounds: number): readonly PinnedApprovalPoint[] {
  const points = (process.approvals ?? []).map((approval) => compileApproval(approval, process, defaultRounds));
  return sortApprovalPoints(points, process.stages);
}

function compileApproval(
  approval: ApprovalDefinition,
  process: ProcessDefinition,
  defaultRounds: number,
): PinnedApprovalPoint {
  const { after, before, after_task, before_task, title, description, options, max_rounds, policy } = approval;
  const shown = { title, description: description?.trim(), options, policy, maxRounds: max_rounds ?? defaultRounds };
  const taskId = after_task ?? before_task;
  for (const stage of taskId === undefined ? [] : process.stages) {
    const task = stage.tasks.find((candidate) => candidate.id === taskId);
    if (task === undefined) continue;
    return taskApprovalPointFor({
      position: after_task === undefined ? 'before' : 'after',
      task,
      stageId: stage.id,
      ...shown,
    });
  }
  const position = after === undefined ? 'before' : 'after';
  return approvalPointFor({ position, stageId: after ?? before ?? '', stages: process.stages, ...shown });
}

function round(minutes: number): number {
  return Math.round(minutes * 100) / 100;
}
