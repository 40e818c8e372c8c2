import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { INTEGRATION_POOL } from '../definition/integration';
import type { Integration } from '../definition/integration';
import { expandJson } from '../expressions/expand-template';
import { canonicalJson } from '../model/canonical-json';
import { parseTaskId } from '../model/instance-ids';
import type { JsonValue } from '../model/json-value';
import type { Feedback, FeedbackReference, PauseMode } from '../model/values';
import type { OpenWork } from '../model/workflow-values';
import { boundOf } from './approval-bound';
import { artifactAt } from './artifact-table';
import { budgetLeft } from './budget';
import { openQuestions, roundsLeft } from './dialogue';
import type {
  CloseWorkflowEffect,
  ControlChildWorkflowEffect,
  OpenApprovalEffect,
  OpenHitlRequestEffect,
  SendAgentTaskEffect,
  StartTimerEffect,
  WorkflowEffect,
} from './effects';
import type { ApprovalRequested } from './events';
import { templateBindings } from './expression-bindings';
import { cutText, METADATA_PATHS } from './limits';
import { ProcessMismatchError, taskOf } from './process-lookup';
import type { AnswersRequested } from './question-events';
import { findTask, noteText } from './task-table';
import { expandText, inputPathsOf, outputPathOf, taskName } from './task-texts';
import type { TaskState, WorkflowState } from './workflow';

/** Sends the current attempt of a task to whoever does it; nothing when the task is not running any more. */
export function sendTask(taskId: string, state: WorkflowState, process: CompiledProcess): readonly WorkflowEffect[] {
  const known = findTask(state, taskId);
  if (known?.status !== 'running') return [];
  const task = taskOf(process, taskId);
  if (task.process !== undefined) return startChild(taskId, task, known, state, process);
  if (task.integration !== undefined) return [sendIntegration(taskId, task, known, state, process)];
  return [
    {
      ...address(state),
      type: 'send-agent-task',
      task_id: taskId,
      task_name: taskName(taskId, state, process),
      kind: task.kind,
      instructions: instructions(taskId, task, state, process),
      stage_id: task.stage_id,
      attempt: known.attempt,
      lease: known.lease,
      agent_id: task.agent_id,
      pool: task.pool,
      inputs: readInputs(taskId, known, state, process),
      output: output(taskId, task, state, process),
      feedback: known.feedback.flatMap((reference) => withText(reference, known, state)),
      priority: task.priority ?? 'normal',
      budget: budgetLeft(task, state, process) ?? null,
      ...dialogueOf(taskId, known, state, process),
    },
  ];
}

/** Asks people. */
export function openRequest(
  request: ApprovalRequested['data'],
  state: WorkflowState,
  process: CompiledProcess,
): OpenApprovalEffect {
  const { request_id, approval_id, agent_id, stage_id, round, artifacts } = request;
  const point = state.approval_points.find((candidate) => candidate.id === approval_id);
  if (point === undefined) throw new ProcessMismatchError(`approval ${approval_id}`);
  const { title, description, options, policy } = point;
  const question = {
    title,
    description,
    options,
    artifacts,
    ...(policy === undefined ? {} : { policy }),
    bound: boundOf(point, state, process),
    requested_by: state.started_by,
    cost_micros: state.usage.cost_micros,
    changes: state.approvals[approval_id]?.changes ?? [],
  };
  const about = { request_id, approval_id, agent_id, stage_id, round };
  return { ...address(state), type: 'open-hitl-request', request_type: 'approval', ...about, ...question };
}

/** Asks people what a task wants to know; nothing when it does not any more. */
export function askPeople(
  { request_id, task_id, round }: Pick<AnswersRequested['data'], 'request_id' | 'task_id' | 'round'>,
  state: WorkflowState,
  process: CompiledProcess,
): readonly OpenHitlRequestEffect[] {
  const known = findTask(state, task_id);
  const questions = openQuestions(known);
  if (known === undefined || questions === undefined) return [];
  const { agent_id, stage_id } = known;
  const name = taskName(task_id, state, process);
  const policy = taskOf(process, task_id).output.questions?.policy;
  const isDecision = questions.length === 1 && questions[0]?.options !== undefined;
  return [
    {
      ...address(state),
      type: 'open-hitl-request',
      request_type: isDecision ? 'decision' : 'input',
      ...{ request_id, task_id, agent_id, stage_id, round, questions },
      title: cutText(questions.length === 1 ? `${name}: a question` : `${name}: ${questions.length} questions`, 200),
      description: questions.length === 1 ? (questions[0]?.text ?? '') : `${name} goes on when these are answered.`,
      ...(policy === undefined ? {} : { policy }),
      requested_by: state.started_by,
      cost_micros: state.usage.cost_micros,
      artifacts: readInputs(task_id, known, state, process),
    },
  ];
}

/** Starts a timer. */
export function startTimer(
  timer: { readonly timer_id: string; readonly due_at: string; readonly delay_ms: number },
  state: WorkflowState,
): StartTimerEffect {
  const { timer_id, due_at, delay_ms } = timer;
  return { ...address(state), type: 'start-timer', timer_id, due_at, delay_ms };
}

/** Has the metadata files written. */
export function closing(state: WorkflowState): CloseWorkflowEffect {
  return { ...address(state), type: 'close-workflow', metadata_paths: METADATA_PATHS };
}

/** Tells the workflow whose task this one did that it has ended; nothing for one that people started. */
export function reportToParent(state: WorkflowState): readonly WorkflowEffect[] {
  const { origin } = state;
  if (origin?.kind !== 'sub-process') return [];
  const { workflow_id: parent_id, task_id, attempt } = origin;
  return [{ ...address(state), type: 'report-to-parent', parent_id, task_id, attempt }];
}

/** Has workflows of sub-process tasks do what their parent does. */
export function controlChildren(
  childIds: readonly string[],
  action: ControlChildWorkflowEffect['action'],
  state: WorkflowState,
  mode: PauseMode = 'safe-point',
): readonly ControlChildWorkflowEffect[] {
  return childIds.map((child_id) => ({ ...address(state), type: 'control-child-workflow', child_id, action, mode }));
}

/** Closes what was open. */
export function closeEverything(
  open: OpenWork,
  state: WorkflowState,
  reason = `workflow-${state.phase}`,
): readonly WorkflowEffect[] {
  const to = address(state);
  return [
    ...open.attempts.map((attempt) => ({ ...to, type: 'cancel-agent-task' as const, ...attempt })),
    ...open.request_ids.map((request_id) => ({ ...to, type: 'close-hitl-request' as const, request_id, reason })),
    ...open.timer_ids.map((timer_id) => ({ ...to, type: 'cancel-timer' as const, timer_id })),
  ];
}

function sendIntegration(
  taskId: string,
  task: CompiledTask,
  known: TaskState,
  state: WorkflowState,
  process: CompiledProcess,
): WorkflowEffect {
  const { attempt, lease } = known;
  const declared = task.integration as unknown as JsonValue;
  const bindings = templateBindings([JSON.stringify(declared)], { state, process, taskId });
  return {
    ...address(state),
    type: 'send-integration-task',
    task_id: taskId,
    task_name: taskName(taskId, state, process),
    stage_id: task.stage_id,
    attempt,
    lease,
    pool: INTEGRATION_POOL,
    kind: task.kind,
    instructions: instructions(taskId, task, state, process),
    priority: task.priority ?? 'normal',
    inputs: readInputs(taskId, known, state, process),
    integration: expandJson(declared, bindings) as unknown as Integration,
    output: output(taskId, task, state, process),
    timeout_seconds: task.timeout_seconds ?? null,
  };
}

function startChild(
  taskId: string,
  task: CompiledTask,
  known: TaskState,
  state: WorkflowState,
  process: CompiledProcess,
): readonly WorkflowEffect[] {
  const { process: child } = task;
  if (child === undefined || known.child_id === null) return [];
  const { name, version, content_hash, result } = child;
  const bindings = templateBindings([JSON.stringify(child.inputs)], { state, process, taskId });
  const inputs = Object.entries(child.inputs).map(([key, value]) => [key, expandJson(value, bindings)] as const);
  const [brief = null] = readInputs(taskId, known, state, process);
  return [
    {
      ...address(state),
      type: 'start-child-workflow',
      child_id: known.child_id,
      task_id: taskId,
      attempt: known.attempt,
      lease: known.lease,
      process: { name, version, content_hash },
      brief,
      inputs: Object.fromEntries(inputs),
      result,
      stage_id: task.stage_id,
      task_name: taskName(taskId, state, process),
      output: output(taskId, task, state, process),
      started_by: state.started_by,
    },
  ];
}

/** What an agent may ask, and what it was answered. */
function dialogueOf(
  taskId: string,
  { dialogue }: TaskState,
  state: WorkflowState,
  process: CompiledProcess,
): Pick<SendAgentTaskEffect, 'question_rounds' | 'answers'> {
  const left = roundsLeft(taskId, state, process);
  const { answers = [] } = dialogue ?? {};
  return { ...(left === 0 ? {} : { question_rounds: left }), ...(answers.length === 0 ? {} : { answers }) };
}

function instructions(taskId: string, task: CompiledTask, state: WorkflowState, process: CompiledProcess): string {
  const text = expandText(task.description, taskId, state, process);
  const { index } = parseTaskId(taskId);
  if (index === null) return text;
  const item = state.stages[task.stage_id]?.groups[task.id]?.[index] ?? null;
  return `${text}\n\nThis is about one item of a list: ${canonicalJson(item)}`;
}

function output(
  taskId: string,
  task: CompiledTask,
  state: WorkflowState,
  process: CompiledProcess,
): CompiledTask['output'] {
  const { title, template } = task.output;
  const texts = {
    path: outputPathOf(taskId, state, process),
    title: expandText(title, taskId, state, process),
    ...(template === undefined ? {} : { template: expandText(template, taskId, state, process) }),
  };
  return { ...task.output, ...texts };
}

function readInputs(
  taskId: string,
  known: TaskState,
  state: WorkflowState,
  process: CompiledProcess,
): readonly NonNullable<ReturnType<typeof artifactAt>>[] {
  return inputPathsOf(taskId, state, process).flatMap((path) => known.pinned?.[path] ?? artifactAt(state, path) ?? []);
}

function withText(reference: FeedbackReference, task: TaskState, state: WorkflowState): readonly Feedback[] {
  const text = noteText(state, task.stage_id, reference.reference) ?? state.guidance?.[reference.reference]?.text;
  return text === undefined ? [] : [{ ...reference, text }];
}

function address(state: WorkflowState): Pick<StartTimerEffect, 'workflow_id' | 'tenant_id'> {
  return { workflow_id: state.workflow_id, tenant_id: state.tenant_id };
}
