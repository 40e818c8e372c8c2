import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const pauseWorkflow: Command = {
  name: 'workflow pause',
  summary: 'Pause a workflow at its next safe point',
  arguments: ['workflow-id'],
  options: {
    immediate: { type: 'boolean', description: 'at once: running attempts are cancelled' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const reply = await invocation.client.pauseWorkflow({
      workflow_id,
      ...(invocation.flag('immediate') ? { mode: 'immediate' as const } : {}),
      ...idempotencyKeyOf(invocation),
    });
    invocation.output.show(reply, () => [`Workflow ${workflow_id} is paused since ${reply.paused_at}.`]);
    return EXIT_CODES.ok;
  },
};
