import type { ArtifactMetadata, WorkflowEventView, WorkflowStatusView } from '@botarmy/contracts';

import { Ledger } from './ledger';
import type { Observation, SeenWorkflow, StoredEvent, StoredState, StoredVersion } from './observation';

/** Files of the small process these specs judge. */
export const FILES = ['project_brief.md', 'plan.md'];

const id = 'wf_1';
const shaOf = (path: string): string => `sha of ${path}`;

const history: readonly [type: string, data: Record<string, unknown>][] = [
  ['workflow-started', {}],
  ['artifact-recorded', { artifact: { path: 'project_brief.md', version_id: 'ver_project_brief.md' } }],
  ['task-scheduled', { task_id: 'plan', attempt: 1, lease: 1 }],
  ['workflow-paused', {}],
  ['workflow-resumed', {}],
  ['artifact-recorded', { artifact: { path: 'plan.md', version_id: 'ver_plan.md' } }],
  ['task-completed', { task_id: 'plan', attempt: 1, lease: 1, usage: { calls: 1 } }],
  ['approval-requested', { request_id: 'hitl_0', approval_id: 'a', round: 1 }],
  ['requests-withdrawn', { request_ids: ['hitl_0'] }],
  ['approval-requested', { request_id: 'hitl_1', approval_id: 'a', round: 1 }],
  ['approval-answered', { request_id: 'hitl_1' }],
  ['workflow-completed', {}],
];

/** What a client that did everything right has written down. */
export function soundLedger(): Ledger {
  const ledger = new Ledger();
  const common = { workflowId: id, acknowledgedAt: '2026-01-01T00:00:00.000Z', tries: 1, reply: {} };
  ledger.acknowledged.push(
    { ...common, kind: 'start', key: 'k-start' },
    { ...common, kind: 'pause', key: 'k-pause' },
    { ...common, kind: 'resume', key: 'k-resume' },
    { ...common, kind: 'answer', key: 'k-answer', requestId: 'hitl_1' },
  );
  return ledger;
}

/** Records of one workflow that agree with each other and with {@link soundLedger}. */
export function soundObservation(): Observation {
  const events: StoredEvent[] = history.map(([type, data], index) => ({ workflow_id: id, seq: index + 1, type, data }));
  const versions: StoredVersion[] = FILES.map((path) => ({
    version_id: `ver_${path}`,
    artifact_id: `art_${path}`,
    workflow_id: id,
    path,
    version: 1,
    sha256: shaOf(path),
  }));
  const call = {
    idempotency_key: 'wf_1/plan/1/1',
    workflow_id: id,
    task_id: 'plan',
    attempt: 1,
    status: 'completed',
    requests: 2,
  };
  return {
    seen: new Map([[id, seenWorkflow(events, versions)]]),
    stored: {
      workflows: [{ workflow_id: id, status: 'completed', version: history.length }],
      events,
      requests: [{ request_id: 'hitl_1', workflow_id: id, status: 'approved' }],
      versions,
      calls: [call],
      deadLetters: [],
      outboxes: { orchestrator: 0 },
      dueWork: 0,
      missingInInsights: 0,
    },
    providerCalls: [call.idempotency_key, call.idempotency_key],
    kills: { 'llm-router': 1 },
    lostStore: false,
    unexpectedEnds: [],
    unfinished: [],
  };
}

/** The same with other content in PostgreSQL. */
export function withStored(change: (stored: StoredState) => Partial<StoredState>): Observation {
  const sound = soundObservation();
  return { ...sound, stored: { ...sound.stored, ...change(sound.stored) } };
}

/** The same with another view of the workflow in the API. */
export function withSeen(change: (seen: SeenWorkflow) => Partial<SeenWorkflow>): Observation {
  const sound = soundObservation();
  const seen = sound.seen.get(id);
  if (seen === undefined) throw new Error('the fixture has lost its workflow');
  return { ...sound, seen: new Map([[id, { ...seen, ...change(seen) }]]) };
}

function seenWorkflow(events: readonly StoredEvent[], versions: readonly StoredVersion[]): SeenWorkflow {
  const tasks = [{ id: 'plan', status: 'completed' }];
  const artifacts = versions.map(({ artifact_id, version_id, sha256 }) => ({
    id: artifact_id,
    version_id,
    checksum: sha256,
  }));
  return {
    status: { status: 'completed', stages: [{ tasks }] } as unknown as WorkflowStatusView,
    events: events.map(
      (event) => ({ ...event, occurred_at: '2026-01-01T00:00:00.000Z' }) as unknown as WorkflowEventView,
    ),
    artifacts: artifacts as unknown as ArtifactMetadata[],
    downloads: new Map(versions.map(({ artifact_id, sha256 }) => [artifact_id, sha256])),
  };
}
