import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const reveal: Command = {
  name: 'reveal',
  summary: 'Put values back in the place of the placeholders of a workflow',
  arguments: ['workflow-id', 'text'],
  async run(invocation) {
    const workflow_id = invocation.requiredArgument('workflow-id');
    const text = invocation.requiredArgument('text');
    const reply = await invocation.client.revealPlaceholders({ workflow_id, text });
    invocation.output.show(reply, () => [reply.text]);
    return EXIT_CODES.ok;
  },
};
