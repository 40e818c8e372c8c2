import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const cancelWorkflow: Command = {
  name: 'workflow cancel',
  summary: 'Cancel a workflow for good',
  arguments: ['workflow-id'],
  options: {
    reason: { type: 'string', value: '<text>', description: 'why, for the record' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const reason = invocation.text('reason');
    const reply = await invocation.client.cancelWorkflow({
      workflow_id,
      ...(reason === undefined ? {} : { reason }),
      ...idempotencyKeyOf(invocation),
    });
    invocation.output.show(reply, () => [`Workflow ${workflow_id} is cancelled since ${reply.cancelled_at}.`]);
    return EXIT_CODES.ok;
  },
};
