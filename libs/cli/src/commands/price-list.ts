import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { dollars } from './money';

export const listPrices: Command = {
  name: 'price list',
  summary: 'List the prices that differ from the list, per million tokens',
  async run(invocation) {
    const reply = await invocation.client.listPrices();
    invocation.output.show(reply, () =>
      reply.prices.length === 0
        ? ['Every model has its list price.']
        : renderTable(
            ['model', 'provider', 'from', 'input', 'output', 'cache read', 'cache write'],
            reply.prices.map((price) => [
              price.model,
              price.provider,
              price.valid_from,
              dollars(price.input_micros),
              dollars(price.output_micros),
              price.cache_read_micros === undefined ? 'as input' : dollars(price.cache_read_micros),
              price.cache_write_micros === undefined ? 'as input' : dollars(price.cache_write_micros),
            ]),
          ),
    );
    return EXIT_CODES.ok;
  },
};
