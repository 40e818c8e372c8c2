import type { HitlRequestView } from '../domains/approvals/data/approval';
import type { ArtifactMetadata, ArtifactReference } from '../domains/artifacts/data/artifact';
import type { WorkflowStatusView, WorkflowSummary } from '../domains/workflows/data/workflow';
import type { WorkflowEventView } from '../live/frame';

const instant = '2026-01-01T10:00:00.000Z';

/** A reference to `requirements.md`. */
export function sampleReference(changes: Partial<ArtifactReference> = {}): ArtifactReference {
  return {
    artifact_id: 'art_1',
    version_id: 'ver_1',
    version: 1,
    path: 'requirements.md',
    sha256: 'a'.repeat(64),
    size_bytes: 1_500,
    ...changes,
  };
}

/** Metadata of `requirements.md`. */
export function sampleArtifact(changes: Partial<ArtifactMetadata> = {}): ArtifactMetadata {
  return {
    id: 'art_1',
    name: 'Requirements',
    type: 'markdown',
    path: 'requirements.md',
    agent_id: 'analyst',
    stage: 'Analyze',
    created_at: instant,
    modified_at: instant,
    size_bytes: 1_500,
    checksum: 'a'.repeat(64),
    dependencies: [],
    metadata: { simulated: true, provider: 'simulated', model: 'm-1', words: 12 },
    workflow_id: 'wf_1',
    version: 1,
    version_id: 'ver_1',
    ...changes,
  };
}

/** A workflow in its first stage. */
export function sampleWorkflow(changes: Partial<WorkflowStatusView> = {}): WorkflowStatusView {
  return {
    id: 'wf_1',
    status: 'in_progress',
    current_stage: 'Analyze',
    current_agent: 'analyst',
    progress_percent: 10,
    completed_stages: [],
    estimated_completion: instant,
    workflow_type: 'sdlc',
    process_version: '1.0.0',
    title: 'A lending library',
    started_at: instant,
    finished_at: null,
    paused_at: null,
    failure: null,
    simulated: true,
    seq: 2,
    stages: [
      {
        id: 'analyze',
        name: 'Analyze',
        status: 'running',
        tasks: [
          {
            ...{
              id: 'plan',
              name: 'Analysis plan',
              kind: 'plan',
              agent_id: 'analyst',
              status: 'completed',
              attempt: 1,
            },
            ...{ started_at: null, finished_at: null, artifact: sampleReference(), failure: null },
          },
          {
            ...{ id: 'task', name: 'Requirements', kind: 'deliverable', agent_id: 'analyst', status: 'retrying' },
            ...{ attempt: 2, started_at: null, finished_at: null, artifact: null, failure: 'A section is missing.' },
          },
        ],
      },
      { id: 'design', name: 'Design', status: 'pending', tasks: [] },
    ],
    agents: [
      { id: 'analyst', name: 'Analyst', status: 'processing', current_task: 'Requirements', progress_percent: 50 },
      { id: 'architect', name: 'Architect', status: 'idle', current_task: null, progress_percent: 0 },
    ],
    pending_request_ids: [],
    cost: { input_tokens: 1_000, output_tokens: 500, cost_micros: 42_000, model_calls: 2 },
    ...changes,
  };
}

/** One row of the list. */
export function sampleSummary(changes: Partial<WorkflowSummary> = {}): WorkflowSummary {
  return {
    id: 'wf_1',
    workflow_type: 'sdlc',
    title: 'A lending library',
    status: 'in_progress',
    current_stage: 'Analyze',
    current_agent: 'analyst',
    progress_percent: 10,
    started_at: instant,
    finished_at: null,
    simulated: true,
    pending_requests: 0,
    ...changes,
  };
}

/** An event of a workflow's log. */
export function sampleEvent(
  seq: number,
  type: string,
  data: Readonly<Record<string, unknown>> = {},
): WorkflowEventView {
  return { seq, type, occurred_at: instant, data, progress: {} };
}

/** An open approval request. */
export function sampleRequest(changes: Partial<HitlRequestView> = {}): HitlRequestView {
  return {
    id: 'hitl_1',
    workflow_id: 'wf_1',
    agent_id: 'architect',
    type: 'approval',
    title: 'Approve Design',
    description: 'Read and decide.',
    status: 'pending',
    created_at: instant,
    resolved_at: null,
    context: { stage: 'design', artifacts: ['architecture.md'] },
    options: [
      { value: 'approve', label: 'Approve as-is' },
      { value: 'modify', label: 'Request modifications' },
      { value: 'reject', label: 'Reject and restart' },
      { value: 'future', label: 'An answer of a newer platform' },
    ],
    artifact_versions: [sampleReference({ path: 'architecture.md' })],
    response: null,
    ...changes,
  };
}
