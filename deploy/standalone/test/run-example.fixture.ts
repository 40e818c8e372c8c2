import type { BotArmyClient, WorkflowStatusView } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

const ENDS = new Set(['completed', 'failed', 'cancelled']);
const PATIENCE_MS = 30_000;

/** One example run to its end on a whole platform, its approvals given. */
export interface ExampleRun {
  readonly status: WorkflowStatusView;
  /** Every task and its instances with how it ended. */
  readonly tasks: Readonly<Record<string, string>>;
  /** Types of the recorded events, in order. */
  readonly events: readonly string[];
}

/** Starts a process over the public API with typed inputs and waits for its end. */
export async function runExample(
  client: BotArmyClient,
  workflow_type: string,
  inputs: Record<string, unknown> = {},
): Promise<ExampleRun> {
  const started = await client.startWorkflow({
    project_brief: `An example of ${workflow_type}.`,
    workflow_type,
    inputs,
  });
  const { workflow_id } = started;
  const status = await waitFor(
    async () => {
      const view = await client.getWorkflowStatus({ workflow_id });
      for (const request_id of view.pending_request_ids) {
        await client.respondToHitlRequest({ request_id, response: 'approved' });
      }
      return ENDS.has(view.status) ? view : undefined;
    },
    { timeoutMs: PATIENCE_MS, describe: `the example ${workflow_type} to end` },
  );
  const { events } = await client.readWorkflowEvents({ workflow_id, limit: 500 });
  const tasks = status.stages.flatMap((stage) => stage.tasks.map((task) => [task.id, task.status] as const));
  return { status, tasks: Object.fromEntries(tasks), events: events.map(({ type }) => type) };
}
