import type { WorkflowStatusView } from '@botarmy/contracts';

import type { DemoApi } from './demo-api';
import { listenToWorkflow } from './live-news';
import { Nudge } from './nudge';

/** What happens while a workflow runs. */
export interface WorkflowFollower {
  onStatus(status: WorkflowStatusView): void;
  onWritten(agentId: string, characters: number): void;
  /** A person is asked. `settled` is aborted when somebody else answered meanwhile. */
  onRequest(requestId: string, settled: AbortSignal): Promise<void>;
}

const finalStatuses: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);
/** News come by the live channel; this is how long a missed one stays unnoticed. */
const LONGEST_SILENCE_MS = 1_000;

/** Follows a workflow to its end; resolves to its last status. */
export async function followWorkflow(
  api: DemoApi,
  workflowId: string,
  follower: WorkflowFollower,
  signal: AbortSignal,
): Promise<WorkflowStatusView> {
  const nudge = new Nudge();
  const open = new Map<string, AbortController>();
  const answered = new Set<string>();
  let failure: unknown;
  const stopListening = listenToWorkflow(api.url, api.token, workflowId, {
    onNews: () => nudge.now(),
    onWritten: (agentId, characters) => follower.onWritten(agentId, characters),
  });
  const ask = (requestId: string): void => {
    const controller = new AbortController();
    open.set(requestId, controller);
    void follower
      .onRequest(requestId, AbortSignal.any([controller.signal, signal]))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) failure ??= error;
      })
      .finally(() => {
        open.delete(requestId);
        answered.add(requestId);
        nudge.now();
      });
  };
  try {
    for (;;) {
      const status = await api.status(workflowId);
      if (failure !== undefined) throw failure;
      follower.onStatus(status);
      const pending = new Set(status.pending_request_ids);
      for (const [requestId, controller] of open) if (!pending.has(requestId)) controller.abort();
      for (const requestId of pending) if (!open.has(requestId) && !answered.has(requestId)) ask(requestId);
      if (finalStatuses.has(status.status)) return status;
      await nudge.wait(LONGEST_SILENCE_MS, signal);
    }
  } finally {
    stopListening();
    for (const controller of open.values()) controller.abort();
  }
}
