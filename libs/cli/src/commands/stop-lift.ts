import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const liftStop: Command = {
  name: 'lift',
  summary: 'Lift a stop; work continues where it was',
  arguments: ['stop-id'],
  async run(invocation) {
    const reply = await invocation.client.liftStop({ stop_id: invocation.requiredArgument('stop-id') });
    invocation.output.show(reply, () => [`Lifted at ${reply.lifted_at}; ${reply.released_tasks} tasks go on.`]);
    return EXIT_CODES.ok;
  },
};
