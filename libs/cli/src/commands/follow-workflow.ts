import { hasWorkflowEnded, watchWorkflow } from '@botarmy/sdk';
import type { WorkflowStatusView } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { describeChanges } from '../terminal/describe-changes';
import { LiveBlock } from '../terminal/live-block';
import { renderWorkflowProgress } from '../terminal/render-workflow-progress';
import type { Invocation } from '../tree/command';

/** Shows a workflow until it ended: bars at a terminal, a line for each change elsewhere, JSON lines when asked for. */
export async function followWorkflow(
  { client, output, surroundings }: Pick<Invocation, 'client' | 'output' | 'surroundings'>,
  workflowId: string,
): Promise<number> {
  const { signal, openSocket, stdout, environment } = surroundings;
  const block = stdout.isTTY === true && !output.isJson ? new LiveBlock(stdout) : undefined;
  let last: WorkflowStatusView | undefined;
  const statuses = watchWorkflow(client, workflowId, {
    signal,
    ...(openSocket === undefined ? {} : { openSocket }),
    onFrame: (frame) => {
      if (frame.type !== 'disconnected') return;
      block?.clear();
      output.remark(`Connection lost (${frame.reason}); trying again.`);
    },
  });
  for await (const status of statuses) {
    if (output.isJson) output.jsonLine(status);
    else if (block === undefined) output.lines(describeChanges(last, status));
    else
      block.update(
        renderWorkflowProgress(status, { columns: (stdout.columns ?? 80) - 1, color: wantsColor(environment) }),
      );
    last = status;
  }
  if (last === undefined || !hasWorkflowEnded(last)) return EXIT_CODES.interrupted;
  return last.status === 'completed' ? EXIT_CODES.ok : EXIT_CODES.workflowFailed;
}

/** https://no-color.org */
function wantsColor(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}
