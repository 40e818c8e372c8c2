import { resolve } from 'node:path';

import { plainLine, saveArtifacts } from '@botarmy/cli';
import { createBotArmyClient } from '@botarmy/sdk';
import type { WorkflowStatusView } from '@botarmy/sdk';

import type { Credentials } from '../platform/platform-options';
import { formatSeconds } from '../terminal/phase';
import type { Print } from '../terminal/print';
import type { Decide } from './answer-requests';
import { DemoError } from './demo-error';
import { followWorkflow } from './follow-workflow';
import { loadRequest } from './load-request';
import type { ProgressView } from './show-progress';

/** One run of the shipped process, seen from outside. */
export interface DemoRun {
  readonly url: string;
  readonly user: Credentials;
  readonly brief: string;
  readonly out: string;
  readonly print: Print;
  readonly view: ProgressView;
  readonly decide: Decide;
  readonly signal: AbortSignal;
}

/** What came out of it. */
export interface DemoResult {
  readonly workflowId: string;
  readonly status: WorkflowStatusView;
  /** Where the artifacts are, and their paths in it. */
  readonly folder: string;
  readonly paths: readonly string[];
  readonly durationMs: number;
}

/** Starts a workflow, follows it, answers what it asks, and fetches its artifacts. Throws {@link DemoError} when it fails. */
export async function runDemo(run: DemoRun): Promise<DemoResult> {
  const { print, view, decide, signal } = run;
  const client = createBotArmyClient({ baseUrl: run.url });
  await client.signIn(run.user);
  const startedMs = performance.now();
  const { workflow_id: workflowId } = await client.startWorkflow({ project_brief: run.brief, workflow_type: 'sdlc' });
  print(`Workflow ${workflowId} started as ${run.user.email}. Watch it in the console: ${run.url}`);
  print('');

  const onRequest = async (requestId: string, settled: AbortSignal): Promise<void> => {
    const request = await loadRequest(client, requestId, settled);
    view.pause();
    try {
      const answer = await decide(request, settled);
      await client.respondToHitlRequest({ request_id: requestId, ...answer });
      print(`  ${plainLine(request.title)}: ${answer.response}.`);
    } catch (error) {
      if (!settled.aborted) throw error;
      print(`  ${plainLine(request.title)}: answered elsewhere.`);
    } finally {
      view.resume();
    }
  };
  const status = await followWorkflow(
    client,
    workflowId,
    {
      onStatus: (next) => view.status(next),
      onWritten: (agentId, characters) => view.written(agentId, characters),
      onRequest,
    },
    { signal },
  );
  if (status.status !== 'completed') {
    throw new DemoError(`The workflow ended as ${status.status}: ${status.failure ?? 'no reason was given'}.`);
  }
  const folder = resolve(run.out, workflowId);
  const paths = await saveArtifacts(client, workflowId, folder);
  return { workflowId, status, folder, paths, durationMs: performance.now() - startedMs };
}

/** Says what was made, by whom, at what cost and where it is. */
export function printResult(print: Print, { status, folder, paths, durationMs }: DemoResult): void {
  const { cost } = status;
  print('');
  print(`${paths.length} artifacts in ${folder}`);
  for (const path of paths) print(`  ${path}`);
  print('');
  print(
    `${formatSeconds(durationMs)}, ${cost.model_calls} model calls, ${cost.input_tokens + cost.output_tokens} tokens, ` +
      `${(cost.cost_micros / 1_000_000).toFixed(4)} USD${status.simulated ? ' (simulated provider: nothing was paid)' : ''}`,
  );
}
