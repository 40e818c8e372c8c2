import { BotArmyProblem } from '../client/botarmy-problem';
import type { BotArmyClient } from '../client/create-botarmy-client';
import type { WorkflowStatusView } from '../generated/types.gen';
import type { OpenSocket } from './live-socket';
import { backOffMs, wait } from './wait';
import { watchFrames } from './watch-frames';
import type { LiveFrame } from './watch-frames';

/** How to follow a workflow. */
export interface WatchWorkflowOptions {
  /** Ends the watch quietly. */
  readonly signal?: AbortSignal;
  /** Sees every frame, deltas included, before the status that follows from it. */
  readonly onFrame?: (frame: LiveFrame) => void;
  readonly openSocket?: OpenSocket;
}

const FINAL_STATUSES: ReadonlySet<string> = new Set<WorkflowStatusView['status']>(['completed', 'failed', 'cancelled']);

/** True when nothing happens in the workflow any more. */
export function hasWorkflowEnded({ status }: Pick<WorkflowStatusView, 'status'>): boolean {
  return FINAL_STATUSES.has(status);
}

/**
 * The status of a workflow now and after every change, until it ended; events that arrive while a status is loaded share
 * the next one. Outages are waited out.
 *
 * @throws {BotArmyProblem} what repeating cannot change: 401, 403, 404.
 */
export async function* watchWorkflow(
  client: BotArmyClient,
  workflowId: string,
  options: WatchWorkflowOptions = {},
): AsyncGenerator<WorkflowStatusView, void, undefined> {
  const { signal, onFrame, openSocket } = options;
  const first = await loadOnce(client, workflowId, signal);
  if (first === undefined) return;
  let status = first;
  yield status;
  if (hasWorkflowEnded(status)) return;
  const frames = watchFrames({
    baseUrl: client.baseUrl,
    token: client.token,
    workflowId,
    afterSeq: status.seq,
    ...(signal === undefined ? {} : { signal }),
    ...(openSocket === undefined ? {} : { openSocket }),
  });
  for await (const frame of frames) {
    onFrame?.(frame);
    const isNews = frame.type === 'workflow_event' && frame.seq > status.seq;
    if (!isNews && frame.type !== 'resync') continue;
    const next = await loadPatiently(client, workflowId, signal);
    if (next === undefined) return;
    status = next;
    yield status;
    if (hasWorkflowEnded(status)) return;
  }
}

async function loadPatiently(
  client: BotArmyClient,
  workflowId: string,
  signal: AbortSignal | undefined,
): Promise<WorkflowStatusView | undefined> {
  for (let attempt = 1; signal?.aborted !== true; attempt += 1) {
    try {
      return await loadOnce(client, workflowId, signal);
    } catch (error) {
      if (!(error instanceof BotArmyProblem) || !error.isTemporary) throw error;
      await wait(Math.max(backOffMs(attempt), error.retryAfterMs ?? 0), signal);
    }
  }
  return undefined;
}

/** Undefined when the watch ended meanwhile. */
async function loadOnce(
  client: BotArmyClient,
  workflow_id: string,
  signal: AbortSignal | undefined,
): Promise<WorkflowStatusView | undefined> {
  try {
    return await client.getWorkflowStatus({ workflow_id }, { signal });
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
}
