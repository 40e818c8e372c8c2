import type { WorkflowAgentView } from '@botarmy/contracts';
import { describeProgress, workflowStatus } from '@botarmy/process-engine';
import type { VisibleWorkflowStatus } from '@botarmy/process-engine';

import { agentViews } from './agent-views';
import type { LoadedWorkflow } from './loaded-workflow';

/** How a workflow stands, as consoles show it. */
export interface ProgressNews extends Record<string, unknown> {
  readonly title: string;
  readonly status: VisibleWorkflowStatus;
  readonly progress_percent: number;
  readonly current_stage: string | null;
  readonly current_agent: string | null;
  readonly current_agent_name: string | null;
  readonly current_task: string | null;
  readonly estimated_completion: string | null;
  readonly simulated: boolean;
  readonly agents: readonly WorkflowAgentView[];
}

/** What the workflow looks like after an event; travels with it so that live consoles ask nothing. */
export function progressNews(
  { state, process, title }: Pick<LoadedWorkflow, 'state' | 'process' | 'title'>,
  now: string,
): ProgressNews {
  const progress = describeProgress(state, process, now);
  return {
    title,
    status: workflowStatus(state),
    progress_percent: progress.percent,
    current_stage: progress.current_stage?.name ?? null,
    current_agent: progress.current_agent,
    current_agent_name: progress.current_agent === null ? null : (process.agents[progress.current_agent]?.name ?? null),
    current_task: progress.current_task?.name ?? null,
    estimated_completion: progress.estimated_completion,
    simulated: state.usage.simulated,
    agents: agentViews(state, process),
  };
}
