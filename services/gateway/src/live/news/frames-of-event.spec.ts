import type { WorkflowEventRecorded } from '@botarmy/contracts';

import type { TenantFrame } from '../frames';
import { framesOfEvent } from './frames-of-event';
import { readProgress } from './progress';
import { WorkflowMemories, WorkflowMemory } from './workflow-memory';

const architect = { id: 'architect', status: 'processing', progress_percent: 10, current_task: 'Draw' };
const analyst = { id: 'analyst', status: 'idle', progress_percent: 0, current_task: null };

describe('frames of an event', () => {
  let memory: WorkflowMemory;
  let seq: number;

  beforeEach(() => {
    memory = new WorkflowMemory();
    seq = 0;
  });

  const recorded = (
    type: string,
    data: object = {},
    progress: object = {},
    at = (seq += 1),
  ): WorkflowEventRecorded => ({
    workflow_id: 'wf_a',
    seq: at,
    type,
    schema_version: 1,
    occurred_at: '2026-01-01T00:00:00.000Z',
    data: data as Record<string, unknown>,
    progress: {
      status: 'in_progress',
      progress_percent: 40,
      current_stage: 'Design',
      current_agent: 'architect',
      ...progress,
    },
  });
  const told = (event: WorkflowEventRecorded, type: TenantFrame['type']) =>
    framesOfEvent(event, memory).filter((frame) => frame.type === type);

  it('tell an agent’s status when it changed, and not again', () => {
    const progress = { agents: [architect, analyst] };
    expect(
      told(recorded('task-scheduled', { task_id: 'arch', agent_id: 'architect' }, progress), 'agent_status'),
    ).toEqual([
      {
        type: 'agent_status',
        agent_id: 'architect',
        status: 'processing',
        workflow_id: 'wf_a',
        task_id: 'arch',
        task_name: 'Draw',
        progress: 10,
        seq: 1,
      },
    ]);
    expect(told(recorded('gate-evaluated', {}, progress), 'agent_status')).toEqual([]);
    const done = {
      agents: [{ ...architect, status: 'completed', progress_percent: 100, current_task: null }, analyst],
    };
    expect(told(recorded('task-completed', {}, done), 'agent_status')).toMatchObject([
      { status: 'completed', progress: 100, task_id: null, task_name: null },
    ]);
  });

  it('tell about requests when they open, are answered and fall away', () => {
    const open = {
      request_id: 'hitl_1',
      agent_id: 'architect',
      stage_id: 'design',
      title: 'Architecture Review Required',
    };
    expect(told(recorded('approval-requested', open), 'hitl_request')).toMatchObject([
      { request_id: 'hitl_1', agent_id: 'architect', status: 'pending', title: 'Architecture Review Required' },
    ]);
    expect(
      told(recorded('approval-answered', { request_id: 'hitl_1', response: 'modified' }), 'hitl_request'),
    ).toMatchObject([
      { request_id: 'hitl_1', agent_id: 'architect', status: 'modified', title: 'Architecture Review Required' },
    ]);
    expect(told(recorded('approval-requested', { request_id: 'hitl_2' }), 'hitl_request')).toMatchObject([
      { agent_id: 'architect', title: 'Approval needed: Design' },
    ]);
    expect(
      told(recorded('workflow-cancelled', { open: { request_ids: ['hitl_2', 7] } }), 'hitl_request'),
    ).toMatchObject([{ request_id: 'hitl_2', status: 'cancelled' }]);
    expect(told(recorded('requests-withdrawn', { request_ids: ['hitl_3'] }), 'hitl_request')).toMatchObject([
      { request_id: 'hitl_3', status: 'cancelled' },
    ]);
    expect(told(recorded('approval-voided', { request_id: 'hitl_4' }), 'hitl_request')).toMatchObject([
      { request_id: 'hitl_4', status: 'cancelled' },
    ]);
    expect(told(recorded('workflow-failed', { open: null }), 'hitl_request')).toEqual([]);
  });

  it('tell about artifacts and about turns of the whole', () => {
    const artifact = { artifact_id: 'art_1', path: 'architecture.md' };
    expect(told(recorded('artifact-recorded', { artifact, agent_id: 'architect' }), 'artifact_recorded')).toMatchObject(
      [{ artifact, agent_id: 'architect', workflow_id: 'wf_a' }],
    );
    expect(told(recorded('artifact-recorded', {}), 'artifact_recorded')).toEqual([]);
    const failed = recorded('workflow-failed', { detail: 'no budget' }, { title: 'Todo' });
    expect(told(failed, 'system_notification')).toMatchObject([
      { level: 'error', message: 'Workflow failed: Todo: no budget' },
    ]);
    expect(told(recorded('workflow-completed'), 'system_notification')).toMatchObject([
      { level: 'info', message: 'Workflow completed' },
    ]);
    expect(told(recorded('gate-evaluated'), 'system_notification')).toEqual([]);
  });

  it('tell of a late event what happened, and of a repeated one nothing', () => {
    framesOfEvent(recorded('gate-evaluated', {}, {}, 5), memory);
    const late = recorded('approval-requested', { request_id: 'hitl_1' }, {}, 4);
    expect(framesOfEvent(late, memory).map(({ type }) => type)).toEqual(['hitl_request']);
    expect(framesOfEvent(late, memory)).toEqual([]);
    expect(framesOfEvent(recorded('workflow-completed', {}, {}, 500), memory)).not.toEqual([]);
    expect(framesOfEvent(recorded('workflow-started', {}, {}, 3), memory)).toEqual([]);
  });

  it('survive a progress of any form', () => {
    expect(
      readProgress({ agents: [null, 7, {}, { id: 'a' }, architect], progress_percent: 400, status: 5, title: '' }),
    ).toEqual({
      status: 'in_progress',
      progress_percent: 100,
      current_stage: null,
      current_agent: null,
      title: null,
      agents: [architect],
    });
    expect(readProgress({ agents: 'none', progress_percent: Number.NaN }).progress_percent).toBe(0);
  });
});

describe('memories of workflows', () => {
  it('are kept for a bounded number, the one heard of longest ago going first', () => {
    const memories = new WorkflowMemories(2);
    const first = memories.of('ten_a', 'wf_1');
    memories.of('ten_a', 'wf_2');
    expect(memories.of('ten_a', 'wf_1')).toBe(first);
    memories.of('ten_b', 'wf_1');
    expect(memories.of('ten_a', 'wf_1')).toBe(first);
    expect(memories.of('ten_b', 'wf_1')).not.toBe(first);
  });
});
