import { judge } from './judge';
import { Ledger } from './ledger';
import type { Observation, StoredEvent } from './observation';
import { FILES, soundLedger, soundObservation, withSeen, withStored } from './observation.fixture';

const verdict = (observation: Observation, ledger = soundLedger()): string[] =>
  judge(ledger, observation, FILES.length);

const again = (events: readonly StoredEvent[], type: string): StoredEvent[] => {
  const event = events.find((candidate) => candidate.type === type);
  if (event === undefined) throw new Error(`no ${type}`);
  return [...events, { ...event, seq: events.length + 1 }];
};

describe('the judgement of a run', () => {
  it('finds nothing where all records agree', () => {
    expect(verdict(soundObservation())).toEqual([]);
  });

  it.each<[string, Observation, RegExp]>([
    ['a workflow that is gone', withStored(() => ({ workflows: [] })), /wf_1 was acknowledged and does not exist/],
    [
      'a second workflow for one start',
      withStored(({ workflows }) => ({
        workflows: [...workflows, { workflow_id: 'wf_2', status: 'completed', version: 0 }],
      })),
      /wf_2 exists although no acknowledged start made it/,
    ],
    [
      'a workflow that hangs',
      withStored(({ workflows }) => ({ workflows: workflows.map((row) => ({ ...row, status: 'in_progress' })) })),
      /wf_1: it is in_progress/,
    ],
    ['a workflow that took too long', { ...soundObservation(), unfinished: ['wf_1'] }, /did not end in time/],
    [
      'an answer that was dropped',
      withStored(() => ({ requests: [] })),
      /the answer to hitl_1 was acknowledged; it is unknown/,
    ],
    [
      'a pause that was dropped',
      withStored(({ events }) => ({ events: events.filter(({ type }) => type !== 'workflow-paused') })),
      /the pause of wf_1 was acknowledged and happened 0 times/,
    ],
    [
      'a resume that happened twice',
      withStored(({ events }) => ({ events: again(events, 'workflow-resumed') })),
      /the resume of wf_1 was acknowledged and happened 2 times/,
    ],
    [
      'a gap in the log',
      withStored(({ events }) => ({ events: events.filter(({ seq }) => seq !== 3) })),
      /its log has a gap/,
    ],
    [
      'a result that came after the attempt was given to another runner',
      withStored(({ events }) => ({
        events: events.map((event) =>
          event.type === 'task-completed' ? { ...event, data: { ...event.data, lease: 0 } } : event,
        ),
      })),
      /task-completed of plan 1 counted under lease 0, given away by lease 1/,
    ],
    [
      'a step that happened twice',
      withStored(({ events }) => ({ events: again(events, 'task-completed') })),
      /task-completed of plan happened 2 times/,
    ],
    [
      'a question that was asked twice',
      withStored(({ events }) => ({
        events: events.map((event) =>
          event.type === 'requests-withdrawn' ? { ...event, data: { request_ids: [] } } : event,
        ),
      })),
      /approval-requested of a 1 happened 2 times/,
    ],
    [
      'an approval that was answered twice',
      withStored(({ events }) => ({ events: again(events, 'approval-answered') })),
      /approval-answered of hitl_1 happened 2 times/,
    ],
    [
      'a document in two versions',
      withStored(({ versions }) => ({ versions: [...versions, { ...versions[0]!, version_id: 'ver_x', version: 2 }] })),
      /project_brief.md has 2 versions/,
    ],
    [
      'a document that is missing',
      withStored(({ versions }) => ({ versions: versions.slice(1) })),
      /it has 1 files instead of 2/,
    ],
    [
      'documents of a workflow that never was',
      withStored(({ versions }) => ({
        versions: [...versions, { ...versions[0]!, workflow_id: 'wf_9', version_id: 'ver_9' }],
      })),
      /1 artifacts belong to wf_9, which does not exist/,
    ],
    [
      'a document no event tells of',
      withStored(({ versions }) => ({
        versions: versions.map((row) => ({ ...row, version_id: `other ${row.version_id}` })),
      })),
      /plan.md is stored, not recorded/,
    ],
    [
      'changed bytes',
      withSeen(() => ({ downloads: new Map([['art_plan.md', 'else']]) })),
      /the bytes of plan.md are not/,
    ],
    ['an artifact the API hides', withSeen(() => ({ artifacts: [] })), /the API lists 0 files, the table holds 2/],
    [
      'a log the API shows differently',
      withSeen(({ events }) => ({ events: events.slice(1) })),
      /the API shows another log/,
    ],
    ['a workflow the API does not know', { ...soundObservation(), seen: new Map() }, /the API does not show it/],
    [
      'a request the record does not show',
      { ...soundObservation(), providerCalls: Array.from({ length: 3 }, () => 'wf_1/plan/1/1') },
      /the provider was asked 3 times for wf_1\/plan\/1\/1, the record shows 2/,
    ],
    ['a call without any record', { ...soundObservation(), providerCalls: ['wf_1/plan/9/9'] }, /there is no record/],
    ['a call without a key', { ...soundObservation(), providerCalls: [null] }, /without an idempotency key/],
    [
      'a repetition without a crash',
      { ...soundObservation(), kills: {} },
      /was asked 2 times although there were 0 crashes/,
    ],
    [
      'a reservation nobody freed',
      withStored(({ calls }) => ({ calls: calls.map((call) => ({ ...call, status: 'reserved' })) })),
      /still holds its reservation/,
    ],
    ['usage nobody recorded', withStored(() => ({ calls: [] })), /plan reports 1 calls, on record are 0/],
    [
      'a dead letter',
      withStored(() => ({
        deadLetters: [{ schema: 'hitl', consumer: 'c', event_id: 'e', code: 'x', reason: 'because' }],
      })),
      /dead letter in hitl: c e x: because/,
    ],
    [
      'a message that never left',
      withStored(() => ({ outboxes: { artifacts: 2 } })),
      /2 messages wait in the outbox of artifacts/,
    ],
    ['work nobody looks after', withStored(() => ({ dueWork: 1 })), /1 pieces of work are still due/],
    ['events insights has missed', withStored(() => ({ missingInInsights: 5 })), /insights has no record of 5 events/],
    [
      'an end nobody asked for',
      { ...soundObservation(), unexpectedEnds: ['hitl (code 1)'] },
      /a service ended by itself: hitl/,
    ],
  ])('finds %s', (_name, observation, expected) => {
    expect(verdict(observation).join('\n')).toMatch(expected);
  });

  it('forgives insights what only the lost store held', () => {
    expect(verdict({ ...withStored(() => ({ missingInInsights: 5 })), lostStore: true })).toEqual([]);
  });

  it('finds a command that was refused', () => {
    const ledger = soundLedger();
    ledger.refused.push({ kind: 'answer', key: 'k', path: '/api/x', status: 500, code: 'internal-error' });
    expect(verdict(soundObservation(), ledger).join()).toMatch(
      /one answer was refused with 500 \(internal-error\): \/api\/x/,
    );
  });

  it('finds two starts with one workflow', () => {
    const ledger = soundLedger();
    ledger.acknowledged.push({ ...ledger.of('start')[0]!, key: 'another' });
    expect(verdict(soundObservation(), ledger)).toContain('two starts were acknowledged with the same workflow');
  });

  it('holds what exists against an empty ledger', () => {
    expect(verdict(soundObservation(), new Ledger())).toContain('wf_1 exists although no acknowledged start made it');
  });
});
