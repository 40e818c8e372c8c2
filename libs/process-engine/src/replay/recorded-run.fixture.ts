import type { AgentTask } from '../attempt/agent-task';
import { agentTaskOf } from '../attempt/agent-task-of';
import { callKeyOf, requestHash, textHash } from '../attempt/call-key';
import { evidenceOf, valuesOf } from '../attempt/check-answer';
import { UsageSum } from '../attempt/usage-sum';
import { asksPeople, writeDocument } from '../attempt/write-document';
import type { CompiledProcess } from '../definition/compiled-process';
import type { ArtifactReference } from '../model/values';
import { EngineDriver } from '../scenarios/engine-driver';
import { SAMPLE_QUESTIONS, SAMPLE_USAGE } from '../scenarios/sample-commands';
import { buildMetadataFiles } from '../views/build-metadata-files';
import type { RecordedCall, RecordedDocument, RunRecord } from './run-record';

const QUESTIONS = `\`\`\`json questions\n${JSON.stringify(SAMPLE_QUESTIONS)}\n\`\`\``;

/** An answer that meets the contract of any task; what makes it differ is the seed. */
export function answerFor({ output, task_id }: AgentTask, seed = ''): string {
  const sections = output.required_sections.map((section) => `## ${section}\n\nWhat is to be said. ${seed}`);
  return `\uFEFF\n# ${output.title}\n\n${task_id} ${seed}\n\n${sections.join('\n\n')}\n\n`;
}

/** Plays a run of a process to its end, as services would, and records it. The first answer of one task has to be repaired. */
export class RecordedRun {
  readonly driver: EngineDriver;
  private readonly calls = new Map<string, RecordedCall>();
  private readonly documents = new Map<string, RecordedDocument>();
  private readonly versions = new Map<string, number>();

  constructor(
    readonly process: CompiledProcess,
    private readonly repaired = 'requirements-analysis',
    /** A task that asks people before it writes. */
    private readonly asking?: string,
  ) {
    this.driver = new EngineDriver(process);
  }

  /** @param responses what people answer, in order; approval where they are used up. */
  play(responses: ('approved' | 'modified')[] = []): RunRecord {
    const { driver, process } = this;
    const { name, version, content_hash } = process;
    driver.handle({
      type: 'start',
      workflow_id: 'wf_original',
      tenant_id: 'ten_default',
      process: { name, version, content_hash },
      brief: this.store(process.input.path, '# Brief\n\nA shop for bees.\n', {}),
      started_by: 'usr_operator',
      approvals: null,
    });
    while (driver.state.ended_at === null) this.step(responses);
    const header = {
      format: 1,
      workflow_id: 'wf_original',
      title: 'A shop for bees.',
      seq: driver.events.length,
    } as const;
    const processes = new Map([[process.content_hash, process]]);
    return { header, process, processes, events: driver.events, calls: this.calls, documents: this.documents };
  }

  private step(responses: ('approved' | 'modified')[]): void {
    const { driver, process } = this;
    const { running, state } = driver;
    if (running !== undefined) return this.attempt(agentTaskOf(running, process, 60));
    const [question] = state.pending_approvals;
    if (question?.task_id !== undefined) {
      driver.perform({ answer_questions: { answers: { database: 'SQLite' } } });
      return;
    }
    if (question !== undefined) {
      const { request_id } = question;
      const response = responses.shift() ?? 'approved';
      driver.handle({ type: 'answer-approval', request_id, response, feedback: 'Shorter.', answered_by: 'usr_boss' });
      return;
    }
    const files = buildMetadataFiles(driver.events, process);
    driver.handle({
      type: 'record-closing',
      artifacts: files.map(({ path, content }) => this.store(path, content, {})),
    });
  }

  private attempt(task: AgentTask): void {
    const usage = new UsageSum();
    const inputs = task.inputs.map((reference) => ({
      reference,
      text: this.documents.get(reference.version_id)?.text ?? '',
    }));
    const writing = writeDocument(task, inputs, { contextTokens: 50_000, repairLimit: 2 });
    let step = writing.next();
    while (step.done !== true) {
      const { turn, messages } = step.value;
      const isBroken = task.task_id === this.repaired && turn === 1;
      const asks = task.task_id === this.asking && task.answers === undefined && !isBroken;
      const text = isBroken ? 'Nothing.' : asks ? QUESTIONS : answerFor(task);
      const key = callKeyOf(task, turn);
      const call = { call_id: `call_${textHash(key).slice(0, 8)}`, text, finish_reason: 'stop', usage: SAMPLE_USAGE };
      usage.add(SAMPLE_USAGE);
      this.calls.set(key, {
        key,
        ...call,
        task_id: task.task_id,
        attempt: task.attempt,
        route: task.agent.route,
        request_sha256: requestHash(task, messages),
        status: 'completed',
        error_code: null,
        asked_at: '2025-01-15T10:30:00.000Z',
        settled_at: '2025-01-15T10:30:04.000Z',
      });
      step = writing.next(call);
    }
    const draft = step.value;
    const { total = SAMPLE_USAGE } = usage;
    if (asksPeople(draft)) {
      const { task_id, attempt, lease } = task;
      const { questions } = draft;
      const asked = { task_id, attempt, lease, questions, usage: total, duration_ms: 4_000 };
      this.driver.handle({ type: 'ask-questions', ...asked });
      return;
    }
    this.driver.handle({
      type: 'complete-task',
      task_id: task.task_id,
      attempt: task.attempt,
      lease: task.lease,
      artifact: this.store(task.output.path, draft.text, { context_tokens: 50_000 }),
      evidence: evidenceOf(draft.text, task.output, draft.turns - 1),
      usage: total,
      duration_ms: 4_000,
      values: valuesOf(draft.text, task.output) ?? null,
    });
  }

  private store(path: string, text: string, metadata: Record<string, unknown>): ArtifactReference {
    const version = (this.versions.get(path) ?? 0) + 1;
    this.versions.set(path, version);
    const sha256 = textHash(text);
    const name = path.replace(/\W/g, '_');
    const ids = { artifact_id: `art_${name}`, version_id: `ver_${name}_${version}`, version, path, sha256 };
    this.documents.set(ids.version_id, { ...ids, metadata, text });
    return { ...ids, size_bytes: Buffer.byteLength(text) };
  }
}
