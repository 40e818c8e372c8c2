import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const messageAgent: Command = {
  name: 'agent message',
  summary: 'Tell an agent of a workflow what to heed in its next attempt',
  arguments: ['workflow-id', 'agent-id', 'message'],
  options: idempotencyKeyOption,
  async run(invocation) {
    const agent_id = invocation.requiredArgument('agent-id');
    const reply = await invocation.client.messageAgent({
      workflow_id: invocation.requiredArgument('workflow-id'),
      agent_id,
      message: invocation.requiredArgument('message'),
      ...idempotencyKeyOf(invocation),
    });
    invocation.output.show(reply, () => [
      reply.agent_response_expected
        ? `${agent_id} is given the message with its next attempt.`
        : `${agent_id} has nothing left to do in this workflow; the message stays on the record.`,
    ]);
    return EXIT_CODES.ok;
  },
};
