import type { AgentTask } from '../attempt/agent-task';
import { agentTaskOf } from '../attempt/agent-task-of';
import { textHash } from '../attempt/call-key';
import type { CompiledProcess } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import type { ArtifactReference } from '../model/values';
import { buildMetadataFiles } from '../views/build-metadata-files';
import type { TaskCompleted, WorkflowEvent } from '../workflow/events';
import { evolve } from '../workflow/evolve';
import type { TaskCompletedV2 } from '../workflow/language-events';
import { METADATA_PATHS } from '../workflow/limits';
import type { QuestionsAsked } from '../workflow/question-events';
import { react } from '../workflow/react';
import type { WorkflowState } from '../workflow/workflow';
import { replayAttempt } from './replay-attempt';
import { processAfter, replayHistory } from './replay-history';
import type { RunRecord } from './run-record';

/** A document of the run, on record and written again. */
export interface ReplayedDocument {
  readonly path: string;
  readonly version: number;
  /** Null for what no task wrote. */
  readonly task_id: string | null;
  /** `written-again`: made anew from recorded answers; `given`: came from outside (brief, edit, integration, parent), its bytes are compared with their hash. */
  readonly how: 'written-again' | 'given';
  readonly expected_sha256: string;
  /** Null when it could not be made or is not in the record. */
  readonly got_sha256: string | null;
  readonly equal: boolean;
}

/** What replaying a run showed. */
export interface RunReplay {
  readonly workflow_id: string;
  /** Number of the last event on record. */
  readonly seq: number;
  readonly decided_events: number;
  readonly decisions: number;
  /** Where this release decides otherwise than the record; null when it does not. */
  readonly divergence: { readonly seq: number; readonly reason: string } | null;
  readonly documents: readonly ReplayedDocument[];
  readonly requests: number;
  readonly equal_requests: number;
  /** Everything that differs, in words. */
  readonly problems: readonly string[];
  /** True when every decision, request and document came out as recorded. */
  readonly byte_equal: boolean;
}

/** Does a run again from its record alone, decisions and documents, and compares everything with the record. */
export function replayRun(record: RunRecord): RunReplay {
  const { header, process, processes, events } = record;
  const history = replayHistory(events, process, processes);
  const replay = new RunReplayer(record);
  replay.run();
  const { divergence } = history;
  const problems = [
    ...(divergence === null ? [] : [`Event ${divergence.seq}: ${divergence.reason}`]),
    ...replay.problems,
  ];
  return {
    workflow_id: header.workflow_id,
    seq: events.length,
    decided_events: history.decided_events,
    decisions: history.decisions,
    divergence: divergence === null ? null : { seq: divergence.seq, reason: divergence.reason },
    documents: replay.documents,
    requests: replay.requests,
    equal_requests: replay.equalRequests,
    problems,
    byte_equal: problems.length === 0 && replay.documents.every(({ equal }) => equal),
  };
}

/** Walks through a history and writes every document again. */
class RunReplayer {
  readonly documents: ReplayedDocument[] = [];
  readonly problems: string[] = [];
  requests = 0;
  equalRequests = 0;
  private readonly tasks = new Map<string, AgentTask>();
  private process: CompiledProcess;

  constructor(private readonly record: RunRecord) {
    this.process = record.process;
  }

  run(): void {
    const { events } = this.record;
    // What a fork took over was written in its parent; its calls are on record there.
    const forkedAt = events.findIndex((event) => event.type === 'workflow-forked');
    const metadata = this.metadataHashes();
    let state: WorkflowState | null = null;
    for (const [index, event] of events.entries()) {
      state = evolve(state, event);
      this.process = processAfter(event, this.process, this.record.processes);
      this.noteTasks(event, state);
      if (event.type === 'artifact-edited') this.compareGiven(event.data.artifact, null);
      if (event.type === 'questions-asked' && index > forkedAt) this.compareAsked(event);
      if (event.type !== 'artifact-recorded') continue;
      const { artifact, task_id } = event.data;
      const before = events[index - 1];
      const expected = metadata.get(artifact.path);
      if (expected !== undefined && task_id === null) this.compare(artifact, null, expected);
      else if (index < forkedAt || before?.type !== 'task-completed') this.compareGiven(artifact, task_id);
      else this.compareAttempt(before, artifact);
    }
  }

  /** Tasks as their runners were told of them. */
  private noteTasks(event: WorkflowEvent, state: WorkflowState): void {
    if (event.type !== 'task-scheduled' && event.type !== 'task-lease-raised') return;
    for (const effect of react(event, state, this.process)) {
      if (effect.type !== 'send-agent-task') continue;
      const key = `${effect.task_id}#${effect.attempt}`;
      if (!this.tasks.has(key)) this.tasks.set(key, agentTaskOf(effect, this.process, 1));
    }
  }

  private compareAttempt({ data }: TaskCompleted | TaskCompletedV2, artifact: ArtifactReference): void {
    const { task_id, attempt } = data;
    const task = this.tasks.get(`${task_id}#${attempt}`);
    if (task === undefined) return this.compareGiven(artifact, task_id);
    const again = replayAttempt(task, this.record, artifact.sha256);
    this.requests += again.requests;
    this.equalRequests += again.equalRequests;
    this.problems.push(...again.problems);
    if (again.draft !== null) {
      const { problems: _said, ...evidence } = data.evidence;
      this.expectSame(`The check of ${artifact.path}`, evidence, again.evidence);
      this.expectSame(`The usage of ${task_id}, attempt ${attempt},`, data.usage, again.usage);
      if ('values' in data && data.values !== null)
        this.expectSame(`The values of ${artifact.path}`, data.values, again.values);
    }
    this.compare(artifact, task_id, again.draft?.sha256 ?? null);
  }

  /** Questions come out of recorded answers like documents do. */
  private compareAsked({ data }: QuestionsAsked): void {
    const { task_id, attempt, questions, usage } = data;
    const task = this.tasks.get(`${task_id}#${attempt}`);
    if (task === undefined) return;
    const again = replayAttempt(task, this.record, '');
    this.requests += again.requests;
    this.equalRequests += again.equalRequests;
    this.problems.push(...again.problems);
    this.expectSame(`What ${task_id}, attempt ${attempt}, asks`, questions, again.asked?.questions);
    this.expectSame(`The usage of ${task_id}, attempt ${attempt},`, usage, again.usage);
  }

  private compareGiven(artifact: ArtifactReference, task_id: string | null): void {
    const text = this.record.documents.get(artifact.version_id)?.text ?? null;
    if (text === null)
      this.problems.push(`The text of ${artifact.path} (${artifact.version_id}) is not in the record.`);
    this.add(artifact, task_id, 'given', text === null ? null : textHash(text));
  }

  private compare(artifact: ArtifactReference, task_id: string | null, got: string | null): void {
    const text = this.record.documents.get(artifact.version_id)?.text ?? null;
    if (text !== null && textHash(text) !== artifact.sha256)
      this.problems.push(`The recorded bytes of ${artifact.path} are not those its event names.`);
    this.add(artifact, task_id, 'written-again', got);
  }

  private add(
    { path, version, sha256 }: ArtifactReference,
    task_id: string | null,
    how: ReplayedDocument['how'],
    got_sha256: string | null,
  ): void {
    const equal = got_sha256 === sha256;
    if (got_sha256 !== null && !equal) this.problems.push(`${path}, version ${version}, comes out with other bytes.`);
    this.documents.push({ path, version, task_id, how, expected_sha256: sha256, got_sha256, equal });
  }

  private expectSame(what: string, recorded: unknown, got: unknown): void {
    if (canonicalJson(recorded) === canonicalJson(got ?? null)) return;
    this.problems.push(`${what} differs from the record.`);
  }

  /** The metadata files are written from the events before them. */
  private metadataHashes(): ReadonlyMap<string, string> {
    const { events, processes } = this.record;
    const paths = new Set<string>(METADATA_PATHS);
    const first = events.findIndex(
      (event) =>
        event.type === 'artifact-recorded' && event.data.task_id === null && paths.has(event.data.artifact.path),
    );
    if (first === -1) return new Map();
    const before = events.slice(0, first);
    const last = before.reduce((process, event) => processAfter(event, process, processes), this.process);
    const files = buildMetadataFiles(before, last);
    return new Map(files.map(({ path, content }) => [path, textHash(content)]));
  }
}
