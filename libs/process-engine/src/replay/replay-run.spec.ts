import { sdlc } from '../workflow/story.fixture';
import { RecordedRun } from './recorded-run.fixture';
import { replayRun } from './replay-run';
import type { RecordedDocument, RunRecord } from './run-record';

const record = new RecordedRun(sdlc).play(['modified']);

function withCall(path: string, change: (text: string) => string): RunRecord {
  const calls = new Map(record.calls);
  const call = calls.get(path);
  if (call === undefined) throw new Error(`no call ${path}`);
  calls.set(path, { ...call, text: change(call.text ?? '') });
  return { ...record, calls };
}

function withDocument(path: string, change: (document: RecordedDocument) => Partial<RecordedDocument>): RunRecord {
  const documents = new Map(record.documents);
  for (const [id, document] of documents)
    if (document.path === path) documents.set(id, { ...document, ...change(document) });
  return { ...record, documents };
}

describe('replaying a run', () => {
  it('writes every document again, byte for byte, from recorded answers alone', () => {
    const replay = replayRun(record);
    expect(replay.problems).toEqual([]);
    expect(replay).toMatchObject({ byte_equal: true, divergence: null, seq: record.events.length });
    expect(replay.decided_events).toBe(record.events.length);
    expect(replay.equal_requests).toBe(replay.requests);
    // Ten tasks, one repaired, and those that were sent back once.
    expect(replay.requests).toBe(record.calls.size);
    expect(replay.requests).toBeGreaterThan(11);
    const given = replay.documents.filter(({ how }) => how === 'given');
    expect(given.map(({ path }) => path)).toEqual(['project_brief.md']);
    expect(replay.documents.map(({ path }) => path)).toContain('metadata/session_logs.json');
  });

  it('asks the same questions again, from recorded answers alone', () => {
    const asking = new RecordedRun(sdlc, 'requirements-analysis', 'requirements-analysis').play();
    expect(asking.events.map(({ type }) => type)).toContain('questions-answered');
    const replay = replayRun(asking);
    expect(replay.problems).toEqual([]);
    expect(replay).toMatchObject({ byte_equal: true, divergence: null, requests: asking.calls.size });
    const calls = new Map(asking.calls);
    const key = 'wf_original/requirements-analysis/1/2';
    const call = calls.get(key);
    if (call === undefined) throw new Error('nothing was asked');
    calls.set(key, { ...call, text: (call.text ?? '').replace('SQLite', 'DB2') });
    expect(replayRun({ ...asking, calls }).problems).toEqual([
      'What requirements-analysis, attempt 1, asks differs from the record.',
    ]);
  });

  it('names the document that another answer changes, and whatever was built from it', () => {
    const changed = withCall('wf_original/architecture-design/1/1', (text) => `${text}\nOne line more.\n`);
    const replay = replayRun(changed);
    expect(replay.byte_equal).toBe(false);
    const unequal = replay.documents.filter(({ equal }) => !equal);
    expect(unequal.map(({ path }) => path)).toEqual(['architecture.md']);
    expect(unequal[0]).toMatchObject({ how: 'written-again', got_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('notices an input that was changed: the requests built from it are not those that were asked', () => {
    const replay = replayRun(withDocument('project_brief.md', ({ text }) => ({ text: `${text}!` })));
    expect(replay.byte_equal).toBe(false);
    expect(replay.equal_requests).toBeLessThan(replay.requests);
    expect(replay.documents[0]).toMatchObject({ path: 'project_brief.md', equal: false });
  });

  it('says what is missing: answers and texts that were erased', () => {
    const calls = new Map([...record.calls].map(([key, call]) => [key, { ...call, text: null }]));
    const replay = replayRun({ ...record, calls });
    expect(replay.byte_equal).toBe(false);
    expect(replay.problems[0]).toMatch(/^There is no answer on record under wf_original\//);
    const erased = replayRun(withDocument('project_brief.md', () => ({ text: null })));
    expect(erased.problems.join(' ')).toContain('project_brief.md');
    expect(erased.byte_equal).toBe(false);
  });

  it('notices metadata files that were not written from these events', () => {
    const events = record.events.map((event) =>
      event.type === 'task-completed' ? { ...event, data: { ...event.data, duration_ms: 1 } } : event,
    ) as typeof record.events;
    const replay = replayRun({ ...record, events });
    expect(replay.byte_equal).toBe(false);
    expect(replay.documents.filter(({ equal }) => !equal).map(({ path }) => path)).toContain(
      'metadata/session_logs.json',
    );
  });

  it('notices usage and checks that the answers do not bear out', () => {
    const events = record.events.map((event) =>
      event.type === 'task-completed'
        ? { ...event, data: { ...event.data, evidence: { ...event.data.evidence, words: 3 } } }
        : event,
    ) as typeof record.events;
    expect(replayRun({ ...record, events }).problems.join(' ')).toContain('The check of requirements.md differs');
  });
});
