import type { ModelAnswer } from '../attempt/agent-task';
import type { JsonRecord } from '../model/json-value';
import type { ApprovalResponse } from '../model/values';
import type { RecordedCall, RunRecord } from '../replay/run-record';

/** What a person answered, and after how long. */
export interface RecordedResponse {
  readonly response: ApprovalResponse;
  readonly feedback: string;
  readonly waitedMs: number;
}

/** An answer with the time it took. */
export interface TimedAnswer {
  readonly answer: ModelAnswer;
  readonly durationMs: number;
}

/** What models and people answered in a run, to be given again where the same is asked. */
export class RecordedAnswers {
  private readonly answers = new Map<string, RecordedCall[]>();
  private readonly said = new Map<string, JsonRecord>();
  private readonly responses = new Map<string, RecordedResponse[]>();

  constructor({ calls, events }: RunRecord) {
    for (const call of calls.values()) {
      if (call.status !== 'completed' || call.text === null) continue;
      const same = this.answers.get(call.request_sha256);
      if (same === undefined) this.answers.set(call.request_sha256, [call]);
      else same.push(call);
    }
    const askedAt = new Map<string, number>();
    for (const { type, data } of events) {
      if (type !== 'questions-answered') continue;
      for (const { question_id, answer } of data.answers)
        this.said.set(data.task_id, { ...this.said.get(data.task_id), [question_id]: answer });
    }
    for (const { type, occurred_at, data } of events) {
      if (type === 'approval-requested') askedAt.set(data.request_id, Date.parse(occurred_at));
      if (type !== 'approval-answered') continue;
      const { approval_id, request_id, response, feedback } = data;
      const waitedMs = Date.parse(occurred_at) - (askedAt.get(request_id) ?? Date.parse(occurred_at));
      this.responses.set(approval_id, [...(this.responses.get(approval_id) ?? []), { response, feedback, waitedMs }]);
    }
  }

  /** The next answer that was given to exactly this request; the last one again where there are no more. */
  take(requestSha256: string): TimedAnswer | undefined {
    const same = this.answers.get(requestSha256);
    const call = same !== undefined && same.length > 1 ? same.shift() : same?.[0];
    if (call === undefined) return undefined;
    const { call_id, text, finish_reason, usage, asked_at, settled_at } = call;
    const answer = { call_id, text: text ?? '', finish_reason: finish_reason ?? 'other', usage };
    return { answer, durationMs: settled_at === null ? 0 : Date.parse(settled_at) - Date.parse(asked_at) };
  }

  /** What people answered to questions of a task, by id of the question. */
  answersTo(taskId: string): JsonRecord {
    return this.said.get(taskId) ?? {};
  }

  /** What people answered the next time this approval was asked; they approve at once where the record says nothing. */
  respond(approvalId: string): RecordedResponse {
    return this.responses.get(approvalId)?.shift() ?? { response: 'approved', feedback: '', waitedMs: 0 };
  }
}
