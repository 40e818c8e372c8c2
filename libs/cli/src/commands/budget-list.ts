import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { dollars } from './money';

export const listBudgets: Command = {
  name: 'budget list',
  summary: 'List budgets and limits with what they hold and spent',
  async run(invocation) {
    const reply = await invocation.client.listBudgets();
    invocation.output.show(reply, () =>
      reply.budgets.length === 0
        ? ['There is no budget.']
        : renderTable(
            ['id', 'name', 'for', 'per', 'at most', 'account', 'spent', 'held', 'revision'],
            reply.budgets.flatMap((budget) => {
              const { budget_id, name, scope_kind, scope_id, period, limit_micros, revision } = budget;
              const most = limit_micros === null ? ratesOf(budget) : dollars(limit_micros);
              const own = [budget_id, name, `${scope_kind} ${scope_id}`, period, most];
              if (budget.accounts.length === 0) return [[...own, '-', '-', '-', String(revision)]];
              return budget.accounts.map(({ scope_id: account, spent_micros, reserved_micros }) => [
                ...own,
                account,
                dollars(spent_micros),
                dollars(reserved_micros),
                String(revision),
              ]);
            }),
          ),
    );
    return EXIT_CODES.ok;
  },
};

function ratesOf(limit: {
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
  max_concurrent: number | null;
}): string {
  const { requests_per_minute, tokens_per_minute, max_concurrent } = limit;
  const rates = [
    requests_per_minute === null ? [] : [`${requests_per_minute} requests`],
    tokens_per_minute === null ? [] : [`${tokens_per_minute} tokens`],
    max_concurrent === null ? [] : [`${max_concurrent} at once`],
  ];
  return rates.flat().join(', ');
}
