import type { AgentTask, LoadedInput } from '../attempt/agent-task';
import { AttemptFailure } from '../attempt/attempt-failure';
import { callKeyOf, requestHash } from '../attempt/call-key';
import { evidenceOf, valuesOf } from '../attempt/check-answer';
import type { MeasuredEvidence } from '../attempt/check-answer';
import { UsageSum } from '../attempt/usage-sum';
import { asksPeople, writeDocument } from '../attempt/write-document';
import type { AskedQuestions, Draft } from '../attempt/write-document';
import type { JsonRecord } from '../model/json-value';
import type { ModelUsage } from '../model/values';
import type { RunRecord } from './run-record';

/** Tokens of prompt and answer that a runner allows unless it is configured otherwise. */
const USUAL_CONTEXT_TOKENS = 100_000;
/** More repairs than any runner is allowed: the record says when an attempt ended. */
const MOST_REPAIRS = 10;

/** What making an attempt again from its recorded answers gave. */
export interface ReplayedAttempt {
  /** Null when the attempt could not be made again to its end. */
  readonly draft: Draft | null;
  /** What the attempt asked people instead; null when it did not. */
  readonly asked: AskedQuestions | null;
  readonly evidence: MeasuredEvidence | null;
  readonly values: JsonRecord | undefined;
  readonly usage: ModelUsage | undefined;
  /** Requests that were built again, and how many of them are the recorded ones. */
  readonly requests: number;
  readonly equalRequests: number;
  /** Why there is no document, or what differs, in words. */
  readonly problems: readonly string[];
}

/**
 * Makes an attempt again: builds every request, takes the recorded answer, checks it, writes the document.
 *
 * @param expectedSha256 hash of the document on record: the answer that became it ends the attempt, as after a takeover.
 */
export function replayAttempt(task: AgentTask, record: RunRecord, expectedSha256: string): ReplayedAttempt {
  const usage = new UsageSum();
  const problems: string[] = [];
  const inputs = inputsOf(task, record, problems);
  let requests = 0;
  let equalRequests = 0;
  const result = (draft: Draft | null, asked: AskedQuestions | null = null): ReplayedAttempt => ({
    draft,
    asked,
    evidence: draft === null ? null : evidenceOf(draft.text, task.output, draft.turns - 1),
    values: draft === null ? undefined : valuesOf(draft.text, task.output),
    usage: usage.total,
    requests,
    equalRequests,
    problems,
  });
  if (inputs === undefined) return result(null);
  try {
    const writing = writeDocument(task, inputs, {
      contextTokens: contextTokensOf(task, record, expectedSha256),
      repairLimit: MOST_REPAIRS,
      storedSha256: expectedSha256,
    });
    let step = writing.next();
    while (step.done !== true) {
      const { turn, messages } = step.value;
      const key = callKeyOf(task, turn);
      const call = record.calls.get(key);
      if (call?.status !== 'completed' || call.text === null) {
        problems.push(`There is no answer on record under ${key}.`);
        return result(null);
      }
      requests += 1;
      if (requestHash(task, messages) === call.request_sha256) equalRequests += 1;
      else problems.push(`The request of ${key} is built otherwise than it was asked.`);
      usage.add(call.usage);
      const { call_id, text, finish_reason } = call;
      step = writing.next({ call_id, text, finish_reason: finish_reason ?? 'other', usage: call.usage });
    }
    const { value } = step;
    return asksPeople(value) ? result(null, value) : result(value);
  } catch (error) {
    if (!(error instanceof AttemptFailure)) throw error;
    problems.push(`${task.task_id}, attempt ${task.attempt}: ${error.message}`);
    return result(null);
  }
}

function inputsOf(task: AgentTask, { documents }: RunRecord, problems: string[]): LoadedInput[] | undefined {
  const inputs: LoadedInput[] = [];
  for (const reference of task.inputs) {
    const text = documents.get(reference.version_id)?.text ?? null;
    if (text === null) problems.push(`The input ${reference.path} (${reference.version_id}) is not in the record.`);
    else inputs.push({ reference, text });
  }
  return inputs.length === task.inputs.length ? inputs : undefined;
}

/** How much the runner of the attempt allowed, as it noted with the document. */
function contextTokensOf(task: AgentTask, { documents }: RunRecord, sha256: string): number {
  for (const { path, metadata, sha256: hash } of documents.values()) {
    const { context_tokens: tokens } = metadata;
    if (path === task.output.path && hash === sha256 && typeof tokens === 'number') return tokens;
  }
  return USUAL_CONTEXT_TOKENS;
}
