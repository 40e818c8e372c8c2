import { standingOfRound } from '../contract/complete-answers';
import { checkQuestions } from '../contract/read-questions';
import type { CompiledProcess } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';
import type { AgentQuestion } from '../model/question';
import type { ArtifactReference, ModelUsage } from '../model/values';
import type { WorkflowCommand } from '../workflow/commands';
import { openQuestions } from '../workflow/dialogue';
import { METADATA_PATHS } from '../workflow/limits';
import { findTaskOf } from '../workflow/process-lookup';
import { findTask, openTasks } from '../workflow/task-table';
import { outputPathOf } from '../workflow/task-texts';
import type { WorkflowState } from '../workflow/workflow';
import { sampleInputs, sampleValues } from './sample-values';
import type { ScenarioStep } from './scenario-definition';

/** Usage of an attempt in stories: one call of a simulated model. */
export const SAMPLE_USAGE: ModelUsage = {
  provider: 'openai',
  model: 'gpt-4o',
  input_tokens: 900,
  output_tokens: 600,
  cost_micros: 8_250,
  calls: 1,
  simulated: true,
};

/** A stored document that stands for what an agent would write. */
export function sampleArtifact(path: string, version: number): ArtifactReference {
  const sha256 = contentHash({ path, version });
  const suffix = sha256.slice(0, 26).replaceAll(/[0189]/g, 'a');
  return { artifact_id: `art_${suffix}`, version_id: `ver_${suffix}`, version, path, sha256, size_bytes: 2_048 };
}

/** The command that a step of a story stands for. */
export function toCommand(step: ScenarioStep, state: WorkflowState | null, process: CompiledProcess): WorkflowCommand {
  if (step.start !== undefined) return startCommand(process, step.start);
  if (step.complete !== undefined) return completeCommand(step.complete, state, process);
  if (step.fail !== undefined) {
    const { task, code, retryable = true, retry_after_ms = null } = step.fail;
    const detail = `The attempt ended with ${code}.`;
    return { type: 'fail-task', ...attemptOf(task, state), code, detail, retryable, retry_after_ms };
  }
  if (step.expire_lease !== undefined) return { type: 'expire-lease', ...attemptOf(step.expire_lease.task, state) };
  if (step.answer !== undefined) {
    const { about, ...answer } = step.answer;
    const asked = state?.pending_approvals.find(({ approval_id }) => about === undefined || approval_id === about);
    const request_id = asked?.request_id ?? 'hitl_none';
    return { type: 'answer-approval', request_id, answered_by: 'usr_reviewer', ...answer };
  }
  if (step.ask !== undefined) return askCommand(step.ask, state);
  if (step.answer_questions !== undefined) return answersCommand(step.answer_questions, state);
  if (step.pause !== undefined)
    return { type: 'pause', mode: step.pause.mode ?? 'safe-point', paused_by: 'usr_operator' };
  if (step.resume !== undefined) return { type: 'resume', resumed_by: 'usr_operator' };
  if (step.cancel !== undefined) return { type: 'cancel', cancelled_by: 'usr_operator', ...step.cancel };
  if (step.skip !== undefined) {
    return { type: 'skip-task', task_id: step.skip.task, reason: step.skip.reason, skipped_by: 'usr_operator' };
  }
  if (step.retry !== undefined) return { type: 'retry-task', task_id: step.retry.task, requested_by: 'usr_operator' };
  if (step.fire_timer !== undefined) return { type: 'fire-timer', timer_id: currentTimer(state, step.fire_timer.of) };
  return { type: 'record-closing', artifacts: METADATA_PATHS.map((path) => sampleArtifact(path, 1)) };
}

function startCommand(
  process: CompiledProcess,
  { approvals, inputs }: NonNullable<ScenarioStep['start']>,
): WorkflowCommand {
  return {
    type: 'start',
    workflow_id: 'wf_story',
    tenant_id: 'ten_default',
    process: { name: process.name, version: process.version, content_hash: process.content_hash },
    brief: sampleArtifact(process.input.path, 1),
    started_by: 'usr_operator',
    approvals: approvals ?? null,
    inputs: inputs ?? sampleInputs(process.inputs),
  };
}

function completeCommand(
  step: NonNullable<ScenarioStep['complete']>,
  state: WorkflowState | null,
  process: CompiledProcess,
): WorkflowCommand {
  const current = attemptOf(step.task, state);
  const stale = step.stale === undefined ? current : { ...current, [step.stale]: current[step.stale] - 1 };
  const { output } = findTaskOf(process, step.task) ?? {};
  const path = output === undefined || state === null ? 'unknown.md' : outputPathOf(step.task, state, process);
  const missing = step.missing_sections ?? [];
  const words = step.words ?? 320;
  const passed = missing.length === 0 && words <= (output?.max_words ?? 500);
  return {
    type: 'complete-task',
    ...stale,
    artifact: sampleArtifact(path, current.attempt),
    evidence: { passed, words, missing_sections: missing, repairs: 0 },
    usage: SAMPLE_USAGE,
    duration_ms: 1_500,
    values: step.values ?? sampleValues(output?.values),
  };
}

/** Questions that stories ask when they do not say which. */
export const SAMPLE_QUESTIONS: readonly AgentQuestion[] = [
  {
    id: 'database',
    text: 'Which database should hold the data?',
    options: ['PostgreSQL', 'MongoDB', 'SQLite'],
    default: 'PostgreSQL',
    required: true,
  },
];

function askCommand(
  { task, questions }: NonNullable<ScenarioStep['ask']>,
  state: WorkflowState | null,
): WorkflowCommand {
  const reading = questions === undefined ? undefined : checkQuestions(questions);
  if (reading?.ok === false) throw new Error(`These are no questions: ${reading.problems.join(' ')}`);
  const asked = reading?.questions ?? SAMPLE_QUESTIONS;
  return { type: 'ask-questions', ...attemptOf(task, state), questions: asked, usage: SAMPLE_USAGE, duration_ms: 900 };
}

function answersCommand(
  { answers: given = {}, declined = false }: NonNullable<ScenarioStep['answer_questions']>,
  state: WorkflowState | null,
): WorkflowCommand {
  const pending = state?.pending_approvals.find(({ task_id }) => task_id !== undefined);
  const request_id = pending?.request_id ?? 'hitl_none';
  const task = state === null || pending?.task_id === undefined ? undefined : findTask(state, pending.task_id);
  const { answers } = standingOfRound(openQuestions(task) ?? [], given, true);
  const outcome = declined ? 'declined' : 'answered';
  return {
    type: 'answer-questions',
    ...{ request_id, outcome, answered_by: 'usr_reviewer' },
    answers: declined ? [] : answers,
  };
}

function attemptOf(
  task: string,
  state: WorkflowState | null,
): { readonly task_id: string; readonly attempt: number; readonly lease: number } {
  const known = state === null ? undefined : findTask(state, task);
  return { task_id: task, attempt: known?.attempt ?? 1, lease: known?.lease ?? 1 };
}

function currentTimer(state: WorkflowState | null, purpose: string | undefined): string {
  if (state === null) return 'tmr_none';
  if (purpose !== undefined) {
    return Object.entries(state.timers).find(([, timer]) => timer.purpose === purpose)?.[0] ?? 'tmr_none';
  }
  for (const [, task] of openTasks(state)) if (task.timer !== null) return task.timer.timer_id;
  return 'tmr_none';
}
