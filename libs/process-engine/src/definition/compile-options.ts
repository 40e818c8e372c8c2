import { compileInput } from './compile-input';
import type { Budget, CompiledProcess, CompiledStage, CompiledTask, Repeat, SubProcess } from './compiled-process';
import type { Integration } from './integration';
import type {
  BudgetDefinition,
  ProcessDefinition,
  RepeatDefinition,
  StageDefinition,
  TaskDefinition,
} from './process-definition';
import type { KnownProcesses } from './validate-sub-process';

const DEFAULT_MAX_ITEMS = 50;
const MICROS_PER_DOLLAR = 1_000_000;

/** What a process says beyond its stages; what it does not say is left out, so that its hash stays. */
export function compileOptions(process: ProcessDefinition): Partial<CompiledProcess> {
  const { budget, deadline_seconds, max_parallel_tasks } = process.policies ?? {};
  const inputs = process.inputs.filter((input) => input.name !== undefined).map(compileInput);
  return present<Partial<CompiledProcess>>({
    listed: process.listed === false ? false : undefined,
    inputs: inputs.length === 0 ? undefined : inputs,
    max_parallel_tasks,
    deadline_seconds,
    budget: compileBudget(budget),
  });
}

/** What a stage says beyond its tasks. */
export function compileStageOptions(stage: StageDefinition): Partial<CompiledStage> {
  const { needs, when, repeat, deadline_seconds, budget } = stage;
  return present<Partial<CompiledStage>>({
    needs,
    when: when?.trim(),
    repeat: compileRepeat(repeat),
    deadline_seconds,
    budget: compileBudget(budget),
  });
}

/** What a task says beyond what every task says; a sub-process is pinned in the version that is known now. */
export function compileTaskOptions(
  task: TaskDefinition,
  process: ProcessDefinition,
  known: KnownProcesses,
): Partial<CompiledTask> {
  const { when, repeat, for_each, timeout_seconds, deadline_seconds, priority, budget } = task;
  return present<Partial<CompiledTask>>({
    when: when?.trim(),
    repeat: compileRepeat(repeat),
    for_each:
      for_each === undefined
        ? undefined
        : { in: for_each.in.trim(), max_items: for_each.max_items ?? DEFAULT_MAX_ITEMS },
    timeout_seconds,
    deadline_seconds,
    priority,
    budget: compileBudget(budget),
    on_failure: task.on_failure ?? process.policies?.on_failure,
    integration: compileIntegration(task),
    process: compileSubProcess(task, known),
  });
}

function compileSubProcess({ process }: TaskDefinition, known: KnownProcesses): SubProcess | undefined {
  const used = known.get(process?.name ?? '');
  if (process === undefined || used === undefined) return undefined;
  const { name, version, content_hash } = used;
  return { name, version, content_hash, result: process.result, inputs: process.inputs ?? {} };
}

function compileIntegration({ http, mcp, sql }: TaskDefinition): Integration | undefined {
  if (http !== undefined) {
    const { url, method = 'GET', headers = {}, body } = http;
    return { kind: 'http', url, method, headers, ...(body === undefined ? {} : { body }) };
  }
  if (mcp !== undefined) return { kind: 'mcp', server: mcp.server, tool: mcp.tool, arguments: mcp.arguments ?? {} };
  if (sql === undefined) return undefined;
  return { kind: 'sql', connection: sql.connection, query: sql.query.trim(), parameters: sql.parameters ?? [] };
}

function compileRepeat(repeat: RepeatDefinition | undefined): Repeat | undefined {
  if (repeat === undefined) return undefined;
  return { until: repeat.until.trim(), max_rounds: repeat.max_rounds, otherwise: repeat.otherwise ?? 'fail' };
}

function compileBudget(budget: BudgetDefinition | undefined): Budget | undefined {
  if (budget === undefined) return undefined;
  const { tokens = null, usd, on_exhausted = 'fail' } = budget;
  return { tokens, cost_micros: usd === undefined ? null : Math.round(usd * MICROS_PER_DOLLAR), on_exhausted };
}

/** The members that say something. */
function present<TObject extends object>(object: { readonly [K in keyof TObject]?: TObject[K] | undefined }): TObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as TObject;
}
