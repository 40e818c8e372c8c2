import { EXIT_CODES } from '../exit-codes';
import { renderFields } from '../terminal/table';
import type { Command } from '../tree/command';

export const whoami: Command = {
  name: 'whoami',
  summary: 'Show who is signed in, and where',
  async run({ client, output }) {
    const { user, expires_at, simulated } = await client.getSession();
    output.show({ url: client.baseUrl, user, expires_at, simulated }, () =>
      renderFields({
        address: client.baseUrl,
        name: user.name,
        'e-mail': user.email,
        role: user.role,
        organization: user.tenant_name,
        until: expires_at,
        models: simulated === true ? 'simulated provider' : undefined,
      }),
    );
    return EXIT_CODES.ok;
  },
};
