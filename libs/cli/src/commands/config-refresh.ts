import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const refreshConfig: Command = {
  name: 'config refresh',
  summary: 'Have keys and mounted secrets of the router read again, on every replica',
  async run({ client, output }) {
    const reply = await client.refreshConfig();
    output.show(reply, () => [
      `Keys of providers in use: ${reply.provider_keys}; unreadable: ${reply.unreadable_keys}; changed keys of the installation: ${reply.changed_settings}.`,
    ]);
    return EXIT_CODES.ok;
  },
};
