import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { dollars, dollarsOf } from './money';
import { periodOf, periodOptions } from './period-options';

export const showUsage: Command = {
  name: 'usage',
  summary: 'Show tokens and cost, by any dimensions',
  options: {
    by: { type: 'string', value: '<a,b>', description: 'dimensions, such as agent_id,model or tier or day' },
    ...periodOptions,
  },
  async run(invocation) {
    const group_by = invocation.text('by');
    const by = group_by?.split(',') ?? [];
    const reply = await invocation.client.getUsage({
      ...periodOf(invocation),
      ...(group_by === undefined ? {} : { group_by }),
    });
    invocation.output.show(reply, () => [
      `From ${reply.from} to ${reply.to}`,
      ...renderTable(
        [...by, 'calls', 'input', 'cached', 'output', 'cost', 'saved', 'attempts', 'sent back'],
        reply.totals.map((total) => [
          ...by.map((name) => nameOf(total.dimensions[name])),
          String(total.calls),
          String(total.input_tokens + total.cache_write_tokens),
          String(total.cache_read_tokens),
          String(total.output_tokens + total.reasoning_tokens),
          dollarsOf(total),
          dollars(total.saved_micros),
          String(total.attempts),
          String(total.repeated_attempts),
        ]),
      ),
    ]);
    return EXIT_CODES.ok;
  },
};

function nameOf(value: unknown): string {
  return value === null || value === undefined ? '-' : String(value);
}
