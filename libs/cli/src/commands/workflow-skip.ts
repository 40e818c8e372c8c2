import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const skipTask: Command = {
  name: 'workflow skip',
  summary: 'Leave a task out',
  arguments: ['workflow-id', 'task-id'],
  options: {
    reason: { type: 'string', value: '<text>', description: 'why, for the record; needed' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const task_id = invocation.requiredArgument('task-id');
    const reason = invocation.text('reason');
    if (reason === undefined) throw new UsageError('Say why with --reason.', skipTask.name);
    const reply = await invocation.client.skipTask({ workflow_id, task_id, reason, ...idempotencyKeyOf(invocation) });
    invocation.output.show(reply, () => [`Task ${task_id} of workflow ${workflow_id} is left out.`]);
    return EXIT_CODES.ok;
  },
};
