import type { CompiledProcess } from '../definition/compiled-process';
import type { ApprovalResponse, ArtifactReference, ProcessReference } from '../model/values';
import type { ArtifactRecorded, WorkflowEvent } from '../workflow/events';
import { foldWorkflow } from '../workflow/evolve';
import type { UsageTotals } from '../workflow/workflow';
import { simulatedNote } from './simulated-note';
import { stageViews } from './task-views';

/** Content of `metadata/workflow_metadata.json`. Everything that depends on the clock is under `times`. */
export interface WorkflowMetadata {
  readonly format_version: 1;
  readonly workflow_id: string;
  readonly tenant_id: string;
  readonly process: ProcessReference & { readonly title: string };
  readonly started_by: string;
  readonly stages: readonly {
    readonly id: string;
    readonly name: string;
    readonly rounds: number;
    readonly tasks: readonly {
      readonly id: string;
      readonly name: string;
      readonly agent_id: string;
      readonly attempts: number;
      readonly artifact: string | null;
    }[];
  }[];
  readonly approvals: readonly {
    readonly approval_id: string;
    readonly request_id: string;
    readonly response: ApprovalResponse;
    readonly answered_by: string;
    readonly has_feedback: boolean;
  }[];
  readonly artifacts: readonly (ArtifactReference & {
    readonly stage_id: string | null;
    readonly task_id: string | null;
    readonly agent_id: string | null;
  })[];
  readonly usage: UsageTotals;
  readonly simulated: boolean;
  readonly note: string | null;
  readonly times: { readonly started_at: string; readonly closed_at: string; readonly duration_ms: number };
}

/** Builds the record of a workflow whose stages are all done. @throws HistoryError for an empty history. */
export function buildWorkflowMetadata(events: readonly WorkflowEvent[], process: CompiledProcess): WorkflowMetadata {
  const state = foldWorkflow(events);
  const closedAt = events.find((event) => event.type === 'workflow-closing')?.occurred_at ?? state.updated_at;
  return {
    format_version: 1,
    workflow_id: state.workflow_id,
    tenant_id: state.tenant_id,
    process: { ...state.process, title: process.title },
    started_by: state.started_by,
    stages: stageViews(state, process).map((stage) => ({
      id: stage.id,
      name: stage.name,
      rounds: stage.round,
      tasks: stage.tasks.map(({ id, name, agent_id, attempt, artifact }) => {
        return { id, name, agent_id, attempts: attempt, artifact: artifact?.path ?? null };
      }),
    })),
    approvals: events.flatMap((event) => {
      if (event.type !== 'approval-answered') return [];
      const { approval_id, request_id, response, answered_by, feedback } = event.data;
      return [{ approval_id, request_id, response, answered_by, has_feedback: feedback !== '' }];
    }),
    artifacts: newestArtifacts(events),
    usage: state.usage,
    simulated: state.usage.simulated,
    note: simulatedNote(state.usage.simulated),
    times: {
      started_at: state.started_at,
      closed_at: closedAt,
      duration_ms: Date.parse(closedAt) - Date.parse(state.started_at),
    },
  };
}

function newestArtifacts(events: readonly WorkflowEvent[]): WorkflowMetadata['artifacts'] {
  const byPath = new Map<string, ArtifactRecorded['data']>();
  for (const event of events) if (event.type === 'artifact-recorded') byPath.set(event.data.artifact.path, event.data);
  return [...byPath.values()]
    .filter(({ artifact }) => !artifact.path.startsWith('metadata/'))
    .map(({ artifact, stage_id, task_id, agent_id }) => ({ ...artifact, stage_id, task_id, agent_id }));
}
