import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const removeGuardrails: Command = {
  name: 'guardrail remove',
  summary: 'Remove the policy of a route',
  arguments: ['route'],
  async run(invocation) {
    const route = invocation.requiredArgument('route');
    const reply = await invocation.client.removeGuardrails({ route });
    invocation.output.show(reply, () => [`${route} has no policy of its own any more.`]);
    return EXIT_CODES.ok;
  },
};
