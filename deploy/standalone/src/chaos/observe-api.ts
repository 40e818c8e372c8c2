import { createHash } from 'node:crypto';

import type {
  ListArtifactsReply,
  ReadWorkflowEventsReply,
  WorkflowEventView,
  WorkflowStatusView,
} from '@botarmy/contracts';

import type { ApiClient } from '../load/api-client';
import type { SeenWorkflow } from './observation';

const AT_ONCE = 6;
const PAGE = 500;

/** Reads everything the API tells about workflows: state, log, artifacts and their bytes. */
export async function observeApi(
  client: ApiClient,
  workflowIds: readonly string[],
): Promise<Map<string, SeenWorkflow>> {
  const seen = new Map<string, SeenWorkflow>();
  const queue = workflowIds.values();
  const worker = async (): Promise<void> => {
    for (const id of queue) seen.set(id, await observeWorkflow(client, id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return seen;
}

async function observeWorkflow(client: ApiClient, id: string): Promise<SeenWorkflow> {
  const status = await client.read<WorkflowStatusView>(`/api/workflows/${id}/status`);
  const events = await readEvents(client, id);
  const { artifacts } = await client.read<ListArtifactsReply>(`/api/workflows/${id}/artifacts`);
  const downloads = new Map<string, string>();
  for (const artifact of artifacts) {
    const bytes = await client.readBytes(`/api/artifacts/${artifact.id}/download`);
    downloads.set(artifact.id, createHash('sha256').update(bytes).digest('hex'));
  }
  return { status, events, artifacts, downloads };
}

async function readEvents(client: ApiClient, id: string): Promise<WorkflowEventView[]> {
  const events: WorkflowEventView[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const page = await client.read<ReadWorkflowEventsReply>(
      `/api/workflows/${id}/events?after_seq=${after}&limit=${PAGE}`,
    );
    events.push(...page.events);
    if (page.events.length === 0 || (events.at(-1)?.seq ?? 0) >= page.last_seq) return events;
  }
}
