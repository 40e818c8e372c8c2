import { EventType } from '@ag-ui/core';
import type { AGUIEvent } from '@ag-ui/core';

import type { WorkflowEventView } from '@botarmy/contracts';

/** Changes after which the whole state is sent again, so that a client that lost one does not stay behind. */
const SNAPSHOT_EVERY = 50;
/** What the progress of an event says about the workflow as a whole. */
const WORKFLOW_FIELDS = [
  'title',
  'status',
  'progress_percent',
  'current_stage',
  'current_agent',
  'current_task',
  'estimated_completion',
  'simulated',
] as const;

/** Events by which people are asked. */
const ASKS = new Set(['approval-requested', 'answers-requested']);

type State = Record<string, unknown>;

/** The shared state of a run: the workflow, its agents, its documents and the open requests, after every event. */
export class RunState {
  private workflow: State;
  private agents: unknown = [];
  private readonly artifacts: { path: string }[] = [];
  private readonly requests = new Set<string>();
  private readonly sent = new Map<string, string>();
  private deltas = 0;

  constructor(
    workflowId: string,
    process: string,
    /** What the client put into the state; kept beside ours. */
    private readonly foreign: Readonly<State>,
  ) {
    this.workflow = { id: workflowId, process, seq: 0 };
  }

  /** Requests that wait for people, oldest first. */
  get pending(): readonly string[] {
    return [...this.requests];
  }

  /** Takes an event in. */
  fold({ seq, type, data, progress }: WorkflowEventView): void {
    const known = WORKFLOW_FIELDS.filter((name) => progress[name] !== undefined);
    this.workflow = { ...this.workflow, ...Object.fromEntries(known.map((name) => [name, progress[name]])), seq };
    this.agents = progress['agents'] ?? this.agents;
    const { artifact } = data;
    if (isArtifact(artifact)) this.recordArtifact(artifact);
    this.foldRequests(type, data);
  }

  /** The whole state. */
  snapshot(): AGUIEvent {
    this.deltas = 0;
    for (const [key, value] of Object.entries(this.view())) this.sent.set(key, JSON.stringify(value));
    return { type: EventType.STATE_SNAPSHOT, snapshot: { ...this.foreign, ...this.view() } };
  }

  /** What changed since the state was last sent; undefined when nothing did. */
  delta(): AGUIEvent | undefined {
    const changed = Object.entries(this.view()).filter(([key, value]) => this.sent.get(key) !== JSON.stringify(value));
    if (changed.length === 0) return undefined;
    this.deltas += 1;
    if (this.deltas >= SNAPSHOT_EVERY) return this.snapshot();
    for (const [key, value] of changed) this.sent.set(key, JSON.stringify(value));
    const delta = changed.map(([key, value]) => ({ op: 'replace' as const, path: `/${key}`, value }));
    return { type: EventType.STATE_DELTA, delta };
  }

  private view(): State {
    return {
      workflow: this.workflow,
      agents: this.agents,
      artifacts: this.artifacts,
      pending_requests: this.pending,
    };
  }

  private recordArtifact(artifact: { path: string }): void {
    const index = this.artifacts.findIndex(({ path }) => path === artifact.path);
    if (index < 0) this.artifacts.push(artifact);
    else this.artifacts[index] = artifact;
  }

  private foldRequests(type: string, data: Readonly<State>): void {
    const { request_id } = data;
    if (ASKS.has(type) && typeof request_id === 'string') this.requests.add(request_id);
    else if (typeof request_id === 'string') this.requests.delete(request_id);
    for (const id of closedRequests(data)) this.requests.delete(id);
  }
}

/** A workflow that ends early closes its requests; one that is held or sent back withdraws them. */
function closedRequests({ open, request_ids, withdrawn_request_ids }: Readonly<State>): unknown[] & string[] {
  const closed = typeof open === 'object' && open !== null ? (open as State)['request_ids'] : [];
  return [closed, request_ids, withdrawn_request_ids].flatMap((ids) => (Array.isArray(ids) ? (ids as string[]) : []));
}

function isArtifact(value: unknown): value is { path: string } {
  return typeof value === 'object' && value !== null && typeof (value as { path?: unknown }).path === 'string';
}
