import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { dollars } from './money';
import { periodOf, periodOptions } from './period-options';

export const repriceUsage: Command = {
  name: 'usage reprice',
  summary: 'Price past calls again by the prices that hold now for their time',
  options: {
    model: { type: 'string', value: '<model>', description: 'only calls of this model' },
    ...periodOptions,
  },
  async run(invocation) {
    const model = invocation.text('model');
    const reply = await invocation.client.repriceLedger({
      ...periodOf(invocation),
      ...(model === undefined ? {} : { model }),
    });
    invocation.output.show(reply, () => [
      `${reply.corrected} entries corrected by ${dollars(reply.delta_micros)} in all; ${reply.unknown} stay unknown.`,
    ]);
    return EXIT_CODES.ok;
  },
};
