import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { readText } from './read-text';

const LONGEST_OVERLAP_S = 2_592_000;

export const listProviderKeys: Command = {
  name: 'keys provider list',
  summary: "List the tenant's own keys of model providers, without their secrets",
  async run(invocation) {
    const reply = await invocation.client.listProviderKeys();
    invocation.output.show(reply, () =>
      reply.keys.length === 0
        ? ['There is no key: calls are made with those of the installation.']
        : renderTable(
            ['id', 'provider', 'name', 'ends with', 'status', 'until', 'by'],
            reply.keys.map(({ key_id, provider, name, ends_with, status, valid_until, created_by }) => [
              key_id,
              provider,
              name,
              ends_with,
              status,
              valid_until ?? '-',
              created_by,
            ]),
          ),
    );
    return EXIT_CODES.ok;
  },
};

export const addProviderKey: Command = {
  name: 'keys provider add',
  summary: 'Add a key of a model provider, or replace one; its secret is read from a file, never from the command line',
  arguments: ['provider'],
  options: {
    'secret-file': { type: 'string', value: '<file>', description: 'file with the secret; - for standard input' },
    name: { type: 'string', value: '<text>', description: 'what people call it (else the provider)' },
    replaces: { type: 'string', value: '<id>', description: 'the key it takes the place of' },
    overlap: { type: 'string', value: '<seconds>', description: 'how long both are used (else an hour)' },
  },
  async run(invocation) {
    const { client, requiredArgument, text, count, output } = invocation;
    const provider = requiredArgument('provider');
    const file = text('secret-file');
    if (file === undefined) throw new UsageError('Say with --secret-file where the secret is.', addProviderKey.name);
    const replaces = text('replaces');
    const overlap_s = count('overlap', { min: 0, max: LONGEST_OVERLAP_S });
    if (overlap_s !== undefined && replaces === undefined)
      throw new UsageError('--overlap goes with --replaces.', addProviderKey.name);
    const secret = (await readText(file, invocation, addProviderKey.name, 'secret')).trim();
    const name = text('name') ?? provider;
    const reply = await client.addProviderKey({ provider, name, secret, replaces, overlap_s });
    output.show(reply, () => [`Key ${reply.key_id} (…${reply.ends_with}) is used from now on.`]);
    return EXIT_CODES.ok;
  },
};

export const retireProviderKey: Command = {
  name: 'keys provider retire',
  summary: 'Stop using a key of a model provider at once',
  arguments: ['key-id'],
  async run({ client, requiredArgument, output }) {
    const provider_key_id = requiredArgument('key-id');
    const reply = await client.retireProviderKey({ provider_key_id });
    output.show(reply, () => [`Key ${provider_key_id} is not used any more.`]);
    return EXIT_CODES.ok;
  },
};
