import { hasWorkflowEnded, watchWorkflow } from '@botarmy/sdk';
import type { BotArmyClient, LiveFrame, WatchWorkflowOptions, WorkflowStatusView } from '@botarmy/sdk';

/** What happens while a workflow runs. */
export interface WorkflowFollower {
  onStatus(status: WorkflowStatusView): void;
  /** An agent has written this many characters of its current document. */
  onWritten(agentId: string, characters: number): void;
  /** A person is asked. `settled` is aborted when somebody else answered meanwhile. */
  onRequest(requestId: string, settled: AbortSignal): Promise<void>;
}

/** How to follow. */
export type FollowOptions = Pick<WatchWorkflowOptions, 'openSocket'> & { readonly signal: AbortSignal };

/**
 * Follows a workflow to its end and answers what it asks; resolves to its last status. Rejects with what `onRequest` threw,
 * or with the signal's reason.
 */
export async function followWorkflow(
  client: BotArmyClient,
  workflowId: string,
  follower: WorkflowFollower,
  { signal, ...options }: FollowOptions,
): Promise<WorkflowStatusView> {
  const questions = new OpenQuestions(follower, signal);
  const watch = watchWorkflow(client, workflowId, {
    ...options,
    signal: AbortSignal.any([signal, questions.failed]),
    onFrame: (frame) => tellWritten(frame, follower),
  });
  try {
    for await (const status of watch) {
      follower.onStatus(status);
      questions.update(status.pending_request_ids);
      if (hasWorkflowEnded(status)) return status;
    }
  } finally {
    questions.withdraw();
  }
  questions.failed.throwIfAborted();
  signal.throwIfAborted();
  throw new Error(`the watch of ${workflowId} ended before the workflow did`);
}

function tellWritten(frame: LiveFrame, follower: WorkflowFollower): void {
  if (frame.type === 'delta') follower.onWritten(frame.agent_id, (frame.offset ?? 0) + frame.text.length);
  if (frame.type === 'snapshot') follower.onWritten(frame.agent_id, frame.text.length);
}

/** The requests people are asked about right now; each is asked about once. */
class OpenQuestions {
  private readonly open = new Map<string, AbortController>();
  private readonly asked = new Set<string>();
  private readonly failure = new AbortController();

  constructor(
    private readonly follower: WorkflowFollower,
    private readonly signal: AbortSignal,
  ) {}

  /** Aborted with the error of the first answer that failed. */
  get failed(): AbortSignal {
    return this.failure.signal;
  }

  update(pending: readonly string[]): void {
    for (const [requestId, controller] of this.open) if (!pending.includes(requestId)) controller.abort();
    for (const requestId of pending) if (!this.asked.has(requestId)) this.ask(requestId);
  }

  withdraw(): void {
    for (const controller of this.open.values()) controller.abort();
  }

  private ask(requestId: string): void {
    const controller = new AbortController();
    this.asked.add(requestId);
    this.open.set(requestId, controller);
    void this.follower
      .onRequest(requestId, AbortSignal.any([controller.signal, this.signal]))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) this.failure.abort(error);
      })
      .finally(() => this.open.delete(requestId));
  }
}
