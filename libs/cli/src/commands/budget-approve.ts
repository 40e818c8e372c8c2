import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { microsOf } from './budget-set';
import { dollars } from './money';

export const approveSpending: Command = {
  name: 'budget approve',
  summary: 'Allow spending up to an amount where a budget asks a person',
  arguments: ['budget-id', 'account'],
  options: { 'up-to': { type: 'string', value: '<amount>', description: 'dollars in the current period; needed' } },
  async run(invocation) {
    const budget_id = invocation.requiredArgument('budget-id');
    const scope_id = invocation.requiredArgument('account');
    const up_to_micros = microsOf(invocation.text('up-to'));
    if (up_to_micros === undefined) throw new UsageError('Say how much with --up-to <amount>.', approveSpending.name);
    const reply = await invocation.client.approveSpending({ budget_id, scope_id, up_to_micros });
    invocation.output.show(reply, () => [
      `${reply.scope_id} may spend up to ${dollars(reply.approved_micros)}; spent ${dollars(reply.spent_micros)}.`,
    ]);
    return EXIT_CODES.ok;
  },
};
