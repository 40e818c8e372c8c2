import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';

export const removeBudget: Command = {
  name: 'budget remove',
  summary: 'End a budget or a limit',
  arguments: ['budget-id'],
  options: { revision: { type: 'string', value: '<number>', description: 'the revision it was read in; needed' } },
  async run(invocation) {
    const budget_id = invocation.requiredArgument('budget-id');
    const revision = invocation.count('revision', { min: 1, max: Number.MAX_SAFE_INTEGER });
    if (revision === undefined) throw new UsageError('Say with --revision which one was read.', removeBudget.name);
    const reply = await invocation.client.removeBudget({ budget_id, 'If-Match': `"${revision}"` });
    invocation.output.show(reply, () => [`Budget ${budget_id} is ended.`]);
    return EXIT_CODES.ok;
  },
};
