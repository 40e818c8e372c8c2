import type { TaskView, WorkflowStatusView } from '@botarmy/sdk';

/** A task of the first stage. */
export function taskBuilder(fields: Partial<TaskView> = {}): TaskView {
  return {
    id: 'requirements',
    name: 'Requirements',
    kind: 'deliverable',
    agent_id: 'analyst',
    status: 'running',
    attempt: 1,
    started_at: null,
    finished_at: null,
    artifact: null,
    failure: null,
    ...fields,
  };
}

/** A workflow in its first stage. */
export function statusBuilder(fields: Partial<WorkflowStatusView> = {}): WorkflowStatusView {
  return {
    id: 'wf_a',
    status: 'in_progress',
    current_stage: 'Analyze',
    current_agent: 'analyst',
    progress_percent: 12,
    completed_stages: [],
    estimated_completion: null,
    workflow_type: 'sdlc',
    process_version: '1.0.0',
    title: 'A web shop for beekeepers',
    started_at: '2026-01-15T10:30:00.000Z',
    finished_at: null,
    paused_at: null,
    failure: null,
    simulated: true,
    seq: 4,
    stages: [{ id: 'analyze', name: 'Analyze', status: 'running', tasks: [taskBuilder()] }],
    agents: [
      { id: 'analyst', name: 'Analyst', status: 'processing', current_task: 'Requirements', progress_percent: 50 },
      { id: 'architect', name: 'Architect', status: 'idle', current_task: null, progress_percent: 0 },
    ],
    pending_request_ids: [],
    cost: { input_tokens: 10, output_tokens: 20, cost_micros: 1_234, model_calls: 2 },
    ...fields,
  };
}
