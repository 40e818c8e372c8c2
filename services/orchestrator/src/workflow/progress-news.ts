import { describeProgress, workflowStatus } from '@botarmy/process-engine';

import { agentViews } from './agent-views';
import type { LoadedWorkflow } from './loaded-workflow';

/** What the workflow looks like after an event; travels with it so that live consoles ask nothing. */
export function progressNews({ state, process, title }: LoadedWorkflow, now: string): Record<string, unknown> {
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
