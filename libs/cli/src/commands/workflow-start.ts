import { EXIT_CODES } from '../exit-codes';
import type { Command, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { followWorkflow } from './follow-workflow';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';
import { readText } from './read-text';

export const startWorkflow: Command = {
  name: 'workflow start',
  summary: 'Start a workflow from a brief',
  arguments: ['[brief]'],
  options: {
    'brief-file': { type: 'string', value: '<file>', description: 'read the brief from a file; "-" is standard input' },
    process: { type: 'string', value: '<name>', description: 'which process to run; sdlc when absent' },
    watch: { type: 'boolean', description: 'show it until it ended' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const { text, flag, client, output } = invocation;
    const workflow_type = text('process');
    const started = await client.startWorkflow({
      project_brief: await readBrief(invocation),
      ...(workflow_type === undefined ? {} : { workflow_type }),
      ...idempotencyKeyOf(invocation),
    });
    const { workflow_id, estimated_duration_minutes } = started;
    if (flag('watch') && output.isJson) output.jsonLine(started);
    else output.show(started, () => [`Workflow ${workflow_id} started, about ${estimated_duration_minutes} minutes.`]);
    return flag('watch') ? followWorkflow(invocation, workflow_id) : EXIT_CODES.ok;
  },
};

async function readBrief(invocation: Invocation): Promise<string> {
  const { argument, text } = invocation;
  const brief = argument('brief');
  const file = text('brief-file');
  if ((brief === undefined) === (file === undefined))
    throw new UsageError('Give the brief as an argument or with --brief-file, one of the two.', startWorkflow.name);
  if (brief !== undefined) return brief;
  return readText(file ?? '-', invocation, startWorkflow.name, 'brief');
}
