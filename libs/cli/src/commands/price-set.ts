import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { microsOf } from './budget-set';
import { instantOf } from './period-options';

export const setPrice: Command = {
  name: 'price set',
  summary: 'Set what a model costs per million tokens from an instant on',
  arguments: ['model'],
  options: {
    provider: { type: 'string', value: '<provider>', description: 'only where it offers the model (else any)' },
    from: { type: 'string', value: '<instant>', description: 'from here on; needed' },
    input: { type: 'string', value: '<amount>', description: 'dollars per million input tokens; needed' },
    output: { type: 'string', value: '<amount>', description: 'dollars per million output tokens; needed' },
    'cache-read': { type: 'string', value: '<amount>', description: 'input read from the cache (else as input)' },
    'cache-write': { type: 'string', value: '<amount>', description: 'input written to the cache (else as input)' },
  },
  async run(invocation) {
    const { text } = invocation;
    const valid_from = instantOf('from', text('from'));
    const input_micros = microsOf(text('input'));
    const output_micros = microsOf(text('output'));
    if (valid_from === undefined || input_micros === undefined || output_micros === undefined)
      throw new UsageError('Give --from, --input and --output.', setPrice.name);
    const reply = await invocation.client.setPrice({
      model: invocation.requiredArgument('model'),
      provider: text('provider') ?? '*',
      valid_from,
      input_micros,
      output_micros,
      cache_read_micros: microsOf(text('cache-read')),
      cache_write_micros: microsOf(text('cache-write')),
    });
    invocation.output.show(reply, () => [
      `${reply.model} costs this from ${reply.valid_from} on (${reply.version}).`,
      'What was booked since then keeps its price; correct it with: botarmy usage reprice',
    ]);
    return EXIT_CODES.ok;
  },
};
