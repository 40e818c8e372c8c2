/** What one agent does, as the orchestrator's progress says it. */
export interface AgentProgress {
  readonly id: string;
  readonly status: string;
  readonly progress_percent: number;
  readonly current_task: string | null;
}

/** What a workflow looks like after an event. */
export interface WorkflowProgress {
  readonly status: string;
  readonly progress_percent: number;
  readonly current_stage: string | null;
  readonly current_agent: string | null;
  readonly title: string | null;
  readonly agents: readonly AgentProgress[];
}

/** Reads the free-form progress of an event; what is absent or of another kind reads as nothing known. */
export function readProgress(progress: Readonly<Record<string, unknown>>): WorkflowProgress {
  const agents = Array.isArray(progress['agents']) ? (progress['agents'] as unknown[]) : [];
  return {
    status: textOf(progress['status']) ?? 'in_progress',
    progress_percent: percentOf(progress['progress_percent']),
    current_stage: textOf(progress['current_stage']),
    current_agent: textOf(progress['current_agent']),
    title: textOf(progress['title']),
    agents: agents.flatMap((agent) => agentOf(agent) ?? []),
  };
}

/** The value when it is text. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function agentOf(value: unknown): AgentProgress | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, status, progress_percent, current_task } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof status !== 'string') return undefined;
  return { id, status, progress_percent: percentOf(progress_percent), current_task: textOf(current_task) };
}

function percentOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : 0;
}
