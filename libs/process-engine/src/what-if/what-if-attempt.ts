import type { AgentTask, LoadedInput } from '../attempt/agent-task';
import { AttemptFailure } from '../attempt/attempt-failure';
import { callKeyOf, requestHash } from '../attempt/call-key';
import { evidenceOf, valuesOf } from '../attempt/check-answer';
import { UsageSum } from '../attempt/usage-sum';
import { asksPeople, writeDocument } from '../attempt/write-document';
import type { AskedQuestions } from '../attempt/write-document';
import type { ArtifactReference } from '../model/values';
import type { CompleteTaskCommand, FailTaskCommand } from '../workflow/commands';
import type { AskQuestionsCommand } from '../workflow/question-commands';
import type { RecordedAnswers } from './recorded-answers';
import { askModel } from './what-if-steps';
import type { StoreDocumentStep, WhatIfReply, WhatIfStep } from './what-if-steps';

/** What an attempt came to, and how long it took. */
export interface WhatIfAttempt {
  readonly command: CompleteTaskCommand | FailTaskCommand | AskQuestionsCommand;
  readonly durationMs: number;
}

/** What an attempt works with. */
export interface WhatIfSources {
  readonly answers: RecordedAnswers;
  readonly contextTokens: number;
  readonly repairLimit: number;
  readonly keep: (document: Omit<StoreDocumentStep, 'kind'>) => Generator<WhatIfStep, ArtifactReference, WhatIfReply>;
  /** Called for every answer; `isReused` when it was on record. */
  readonly noted: (task: AgentTask, turn: number, usage: CompleteTaskCommand['usage'], isReused: boolean) => void;
}

/** Makes one attempt: from the record while requests are identical, from a model otherwise. */
export function* whatIfAttempt(
  task: AgentTask,
  inputs: readonly LoadedInput[],
  { answers, contextTokens, repairLimit, noted, keep }: WhatIfSources,
): Generator<WhatIfStep, WhatIfAttempt, WhatIfReply> {
  const { task_id, attempt, lease, output, agent, stage_id } = task;
  const usage = new UsageSum();
  let durationMs = 0;
  try {
    const writing = writeDocument(task, inputs, { contextTokens, repairLimit });
    let step = writing.next();
    while (step.done !== true) {
      const { turn, messages } = step.value;
      const recorded = answers.take(requestHash(task, messages));
      const given = recorded ?? (yield* askModel({ task, messages, key: callKeyOf(task, turn) }));
      noted(task, turn, given.answer.usage, recorded !== undefined);
      usage.add(given.answer.usage);
      durationMs += given.durationMs;
      step = writing.next(given.answer);
    }
    const { value } = step;
    if (asksPeople(value)) return asked(task, value, usage, durationMs);
    const { text, turns } = value;
    const artifact = yield* keep({
      path: output.path,
      title: output.title,
      type: 'markdown',
      agent_id: agent.id,
      stage_id,
      operation_key: `${task_id}.${attempt}`,
      text,
    });
    const { total } = usage;
    if (total === undefined) throw new Error('a document was written without an answer');
    const evidence = evidenceOf(text, output, turns - 1);
    const values = valuesOf(text, output) ?? null;
    const known = { task_id, attempt, lease, artifact, evidence, usage: total, duration_ms: durationMs, values };
    return { command: { type: 'complete-task', ...known }, durationMs };
  } catch (error) {
    if (!(error instanceof AttemptFailure)) throw error;
    const { code, message: detail, retryable, retryAfterMs: retry_after_ms } = error;
    const failed = { task_id, attempt, lease, code, detail, retryable, retry_after_ms, usage: usage.total ?? null };
    return { command: { type: 'fail-task', ...failed }, durationMs };
  }
}

function asked(
  { task_id, attempt, lease }: AgentTask,
  { questions }: AskedQuestions,
  { total }: UsageSum,
  durationMs: number,
): WhatIfAttempt {
  if (total === undefined) throw new Error('questions were asked without an answer');
  const known = { task_id, attempt, lease, questions, usage: total, duration_ms: durationMs };
  return { command: { type: 'ask-questions', ...known }, durationMs };
}
