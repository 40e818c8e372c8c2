import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const cancelWorkflow: Command = {
  name: 'workflow cancel',
  summary: 'Cancel a workflow for good, after what undoes its work',
  arguments: ['workflow-id'],
  options: {
    reason: { type: 'string', value: '<text>', description: 'why, for the record' },
    'at-once': { type: 'boolean', description: 'end now, whatever is left to undo' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const reason = invocation.text('reason');
    const reply = await invocation.client.cancelWorkflow({
      workflow_id,
      ...(reason === undefined ? {} : { reason }),
      ...(invocation.flag('at-once') ? { compensate: false } : {}),
      ...idempotencyKeyOf(invocation),
    });
    const { status, cancelled_at, compensations_left = 0 } = reply;
    invocation.output.show(reply, () => [
      status === 'cancelling'
        ? `Workflow ${workflow_id} is being cancelled since ${cancelled_at}: ${compensations_left} tasks are left that undo its work. --at-once ends it now.`
        : `Workflow ${workflow_id} is cancelled since ${cancelled_at}.`,
    ]);
    return EXIT_CODES.ok;
  },
};
