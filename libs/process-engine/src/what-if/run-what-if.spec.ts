import { AttemptFailure } from '../attempt/attempt-failure';
import { textHash } from '../attempt/call-key';
import type { CompiledProcess } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';
import type { ArtifactReference } from '../model/values';
import { answerFor, RecordedRun } from '../replay/recorded-run.fixture';
import { SAMPLE_USAGE } from '../scenarios/sample-commands';
import { sdlc } from '../workflow/story.fixture';
import { runWhatIf } from './run-what-if';
import type { WhatIfOutcome } from './run-what-if';
import type { AskModelStep } from './what-if-steps';
import { withRoutes } from './with-routes';

const record = new RecordedRun(sdlc).play(['modified']);
const original = new Map(
  record.events.flatMap((event) =>
    event.type === 'artifact-recorded' ? [[event.data.artifact.path, event.data.artifact.sha256] as const] : [],
  ),
);

/** Drives a run with a model that answers in its own words, or not at all. */
function drive(
  process: CompiledProcess,
  answer?: (step: AskModelStep) => string,
  source = record,
): { outcome: WhatIfOutcome; asked: string[] } {
  const asked: string[] = [];
  const versions = new Map<string, number>();
  const run = runWhatIf(source, { workflowId: 'wf_other', process, repairLimit: 2 });
  let step = run.next();
  while (step.done !== true) {
    const { value } = step;
    if (value.kind === 'ask-model') {
      asked.push(value.key);
      if (answer === undefined) {
        step = run.throw(new AttemptFailure('no-model', 'Nobody answers.', { retryable: false }));
        continue;
      }
      const given = {
        call_id: `call_${asked.length}`,
        text: answer(value),
        finish_reason: 'stop',
        usage: SAMPLE_USAGE,
      };
      step = run.next({ answer: given, durationMs: 9_000 });
      continue;
    }
    const version = (versions.get(value.path) ?? 0) + 1;
    versions.set(value.path, version);
    const reference: ArtifactReference = {
      artifact_id: `art_${value.path}`,
      version_id: `ver_${value.path}_${version}`,
      version,
      path: value.path,
      sha256: textHash(value.text),
      size_bytes: value.text.length,
    };
    step = run.next(reference);
  }
  return { outcome: step.value, asked };
}

function changedDocuments({ documents }: WhatIfOutcome): string[] {
  return [...documents.values()]
    .filter(({ path, sha256 }) => !path.startsWith('metadata/') && original.get(path) !== sha256)
    .map(({ path }) => path)
    .sort();
}

describe('a what-if run', () => {
  it('with nothing changed asks nobody and comes to the same documents', () => {
    const { outcome, asked } = drive(sdlc);
    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({ phase: 'completed', failure: null, divergence: null });
    expect(outcome.asked.calls).toBe(0);
    expect(outcome.reused.calls).toBe(record.calls.size);
    expect(changedDocuments(outcome)).toEqual([]);
  });

  it('gives people’s answers to an agent’s questions again', () => {
    const asking = new RecordedRun(sdlc, 'analysis-execution-plan', 'requirements-analysis').play();
    const { outcome, asked } = drive(sdlc, undefined, asking);
    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({ phase: 'completed', failure: null, divergence: null });
    const given = outcome.events.find(({ type }) => type === 'questions-answered');
    expect(given).toMatchObject({ data: { answers: [{ question_id: 'database', answer: 'SQLite' }] } });
  });

  it('ends where a question comes up that nobody ever answered', () => {
    const { outcome } = drive(withRoutes(sdlc, { analyst: 'other' }), ({ task }) =>
      task.output.question_rounds === undefined
        ? answerFor(task)
        : '```json questions\n[{"id":"users","text":"Who are the users?"}]\n```',
    );
    expect(outcome.failure).toBe('Nobody answered "Who are the users?" in the record: the run ends here.');
  });

  it('with another model for one agent reuses what came before and asks from its first task on', () => {
    const process = withRoutes(sdlc, { tester: 'cheap' });
    const { outcome, asked } = drive(process, ({ task }) => answerFor(task, 'In other words.'));
    expect(outcome).toMatchObject({ phase: 'completed', divergence: { attempt: 1, turn: 1 } });
    expect(outcome.divergence?.task_id).toBe(asked[0]?.split('/')[1]);
    expect(process.tasks[outcome.divergence?.task_id ?? '']?.agent_id).toBe('tester');
    expect(outcome.reused.calls).toBeGreaterThan(5);
    expect(outcome.asked).toMatchObject({ calls: asked.length, cost_micros: asked.length * SAMPLE_USAGE.cost_micros });
    expect(changedDocuments(outcome)).toContain('test_plan.md');
    expect(changedDocuments(outcome)).not.toContain('requirements.md');
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.every((key) => key.startsWith('wf_other/'))).toBe(true);
  });

  it('tells the time it would have taken, people included', () => {
    const same = drive(sdlc).outcome.duration_ms;
    const slower = drive(withRoutes(sdlc, { tester: 'slow' }), ({ task }) => answerFor(task)).outcome;
    expect(slower.duration_ms - same).toBe(slower.asked.calls * 5_000);
  });

  it('with another process runs that one: a task with other instructions is asked, those before it are not', () => {
    const task = sdlc.tasks['architecture-design'];
    if (task === undefined) throw new Error('no such task');
    const { content_hash: _hash, ...rest } = {
      ...sdlc,
      tasks: { ...sdlc.tasks, 'architecture-design': { ...task, description: 'Use fewer services.' } },
    };
    const { outcome } = drive({ ...rest, content_hash: contentHash(rest) }, ({ task: asked }) =>
      answerFor(asked, 'New.'),
    );
    expect(outcome.divergence).toEqual({ task_id: 'architecture-design', attempt: 1, turn: 1 });
    expect(outcome.phase).toBe('completed');
  });

  it('ends as a run does whose model never answers', () => {
    const { outcome, asked } = drive(withRoutes(sdlc, { '*': 'none' }));
    expect(outcome).toMatchObject({ phase: 'failed', failure: expect.stringContaining('Nobody answers') });
    expect(asked).toHaveLength(1);
  });

  it('refuses a process that cannot take the brief', () => {
    const { content_hash: _hash, ...rest } = {
      ...sdlc,
      inputs: [{ name: 'count', title: 'Count', type: 'integer' as const, required: true, max: 10 }],
    };
    const { outcome } = drive({ ...rest, content_hash: contentHash(rest) });
    expect(outcome).toMatchObject({ phase: 'failed', failure: expect.stringMatching(/^missing-input: /) });
  });
});
