import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const resumeWorkflow: Command = {
  name: 'workflow resume',
  summary: 'Let a paused workflow go on',
  arguments: ['workflow-id'],
  options: idempotencyKeyOption,
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const reply = await invocation.client.resumeWorkflow({ workflow_id, ...idempotencyKeyOf(invocation) });
    invocation.output.show(reply, () => [`Workflow ${workflow_id} goes on since ${reply.resumed_at}.`]);
    return EXIT_CODES.ok;
  },
};
