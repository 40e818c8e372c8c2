import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showLimits: Command = {
  name: 'limits',
  summary: 'Show the limits of the tenant and what is used of them',
  async run(invocation) {
    const view = await invocation.client.getLimits();
    invocation.output.show(view, () => [
      ...(view.use.length === 0
        ? ['No limit has been met so far.']
        : renderTable(
            ['of', 'what', 'used', 'at most'],
            view.use.map(({ scope, resource, used, capacity }) => [
              scope,
              resource,
              String(used),
              capacity === null ? '-' : String(capacity),
            ]),
          )),
      `${view.waiting_tasks} tasks wait for room.`,
    ]);
    return EXIT_CODES.ok;
  },
};
