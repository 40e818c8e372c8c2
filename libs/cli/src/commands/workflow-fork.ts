import { EXIT_CODES } from '../exit-codes';
import type { Command, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';
import { readText } from './read-text';

export const forkWorkflow: Command = {
  name: 'workflow fork',
  summary: 'Start a new workflow from a past step of another one',
  arguments: ['workflow-id'],
  options: {
    from: { type: 'string', value: '<number>', description: 'the last event to take over; needed' },
    edit: {
      type: 'string',
      value: '<path>=<file>',
      multiple: true,
      description: 'begin with this file as the document at the path; what was built from it is done again',
    },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const from_seq = invocation.count('from', { min: 1, max: Number.MAX_SAFE_INTEGER });
    if (from_seq === undefined) throw new UsageError('Say with --from which event to go on from.', forkWorkflow.name);
    const edits = await Promise.all(invocation.list('edit').map((entry) => readEdit(entry, invocation)));
    const reply = await invocation.client.forkWorkflow({
      workflow_id,
      from_seq,
      ...(edits.length === 0 ? {} : { edits }),
      ...idempotencyKeyOf(invocation),
    });
    invocation.output.show(reply, () => [
      `Workflow ${reply.workflow_id} goes on from event ${reply.parent_seq} of workflow ${reply.parent_workflow_id}.`,
    ]);
    return EXIT_CODES.ok;
  },
};

async function readEdit(entry: string, invocation: Invocation): Promise<{ path: string; content: string }> {
  const at = entry.indexOf('=');
  if (at < 1) throw new UsageError('--edit takes <path>=<file>.', forkWorkflow.name);
  return { path: entry.slice(0, at), content: await readText(entry.slice(at + 1), invocation, forkWorkflow.name) };
}
