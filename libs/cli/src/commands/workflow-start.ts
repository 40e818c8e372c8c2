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
    input: {
      type: 'string',
      multiple: true,
      value: '<name=value>',
      description: 'a typed input of the process; the value is JSON, or a text',
    },
    upload: {
      type: 'string',
      multiple: true,
      value: '<id>',
      description: 'an upload whose text belongs to the brief',
    },
    watch: { type: 'boolean', description: 'show it until it ended' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const { text, flag, list, client, output } = invocation;
    const workflow_type = text('process');
    const inputs = readInputs(list('input'));
    const uploads = list('upload');
    const started = await client.startWorkflow({
      project_brief: await readBrief(invocation),
      ...(workflow_type === undefined ? {} : { workflow_type }),
      ...(inputs === undefined ? {} : { inputs }),
      ...(uploads.length === 0 ? {} : { uploads }),
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

/** `name=value` pairs as an object: what reads as JSON is that value, anything else is a text. */
function readInputs(pairs: readonly string[]): Record<string, unknown> | undefined {
  if (pairs.length === 0) return undefined;
  const entries = pairs.map((pair): [string, unknown] => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`"${pair}" is no input: write --input name=value.`, startWorkflow.name);
    return [pair.slice(0, at), jsonOrText(pair.slice(at + 1))];
  });
  return Object.fromEntries(entries);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
