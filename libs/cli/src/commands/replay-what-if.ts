import { setTimeout as pause } from 'node:timers/promises';

import type { BotArmyClient, WhatIfFigures, WhatIfView } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { readText } from './read-text';

const LOOK_MS = 500;
type Change = Omit<Parameters<BotArmyClient['startWhatIf']>[0], 'workflow_id'>;

/** Options of `botarmy replay` that make it a what-if run. */
export const whatIfOptions = {
  model: {
    type: 'string',
    value: '[<agent>=]<route>',
    multiple: true,
    description: 'what if this route, or provider/model, were used: for one agent, or for all',
  },
  process: {
    type: 'string',
    value: '<file|version>',
    description: 'what if this process were run: a file, or a published version',
  },
} as const;

/** True when something is to be different. */
export function isWhatIf({ list, text }: Invocation): boolean {
  return list('model').length > 0 || text('process') !== undefined;
}

/** Runs the workflow again on the server with something changed and shows what that made of it. */
export async function runWhatIf(invocation: Invocation, workflow_id: string): Promise<number> {
  const { client, output, surroundings } = invocation;
  const { run_id } = await client.startWhatIf({ workflow_id, ...(await changeOf(invocation)) });
  output.remark(`What-if run ${run_id} of workflow ${workflow_id} …`);
  let view: WhatIfView;
  for (;;) {
    view = await client.getWhatIf({ workflow_id: run_id });
    if (view.status !== 'running') break;
    await pause(LOOK_MS, undefined, { signal: surroundings.signal });
  }
  const shown = view;
  output.show(shown, () => describe(shown));
  return shown.status === 'completed' ? EXIT_CODES.ok : EXIT_CODES.failed;
}

async function changeOf(invocation: Invocation): Promise<Change> {
  const models = invocation.list('model').map((entry) => {
    const [, agent_id, route = entry] = /^([a-z0-9-]+)=(.+)$/.exec(entry) ?? [];
    return agent_id === undefined ? { route } : { agent_id, route };
  });
  const change = models.length === 0 ? {} : { models };
  const process = invocation.text('process');
  if (process === undefined) return change;
  if (process === '') throw new UsageError('--process takes a file or a version.', 'replay');
  if (!/[/\\]|\.ya?ml$/.test(process)) return { ...change, process_version: process };
  return { ...change, definition: await readText(process, invocation, 'replay', 'process') };
}

function describe({ run_id, status, failure, report, process_name, process_version }: WhatIfView): string[] {
  const head = [`Process ${process_name} ${process_version}, run ${run_id}: ${status}.`];
  if (failure !== null) head.push(failure);
  if (report === null) return head;
  const { divergence, original, what_if, reused_calls, spent_micros, documents, missing_paths } = report;
  const row = (name: string, value: (figures: WhatIfFigures) => string) => [name, value(original), value(what_if)];
  return [
    ...head,
    divergence === null
      ? 'It asks nothing that was not asked before.'
      : `It first asks something else in task ${divergence.task_id}, attempt ${divergence.attempt}, answer ${divergence.turn}.`,
    '',
    ...renderTable(
      ['', 'recorded run', 'what if'],
      [
        row('model calls', ({ calls }) => String(calls)),
        row('tokens in', ({ input_tokens }) => String(input_tokens)),
        row('tokens out', ({ output_tokens }) => String(output_tokens)),
        row('cost (USD)', ({ cost_micros }) => (cost_micros / 1_000_000).toFixed(4)),
        row('duration (s)', ({ duration_ms }) => (duration_ms / 1_000).toFixed(1)),
      ],
    ),
    '',
    `${reused_calls} answers were taken from the record; ${(spent_micros / 1_000_000).toFixed(4)} USD were spent.`,
    '',
    ...renderTable(
      ['document', '', 'artifact'],
      documents.map(({ path, change, artifact_id }) => [path, change, artifact_id]),
    ),
    ...missing_paths.map((path) => `${path} is not written any more.`),
  ];
}
