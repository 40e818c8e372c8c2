import { EXIT_CODES } from '../exit-codes';
import { askLine, askSecret, readFirstLine } from '../session/ask';
import type { Command } from '../tree/command';

export const login: Command = {
  name: 'login',
  summary: 'Sign in and remember the session on this machine',
  options: {
    email: { type: 'string', value: '<e-mail>', description: 'as whom; asked for when absent' },
    'password-stdin': { type: 'boolean', description: 'read the password from the first line of standard input' },
  },
  async run({ text, flag, client, credentials, output, surroundings }) {
    const email = text('email') ?? (await askLine(surroundings, 'E-mail: '));
    const password = flag('password-stdin')
      ? await readFirstLine(surroundings.stdin)
      : await askSecret(surroundings, 'Password: ');
    const { token, expires_at, user } = await client.signIn({ email: email.trim(), password });
    await credentials.save(client.baseUrl, { token, expires_at, email: user.email });
    output.show({ url: client.baseUrl, user, expires_at }, () => [
      `Signed in to ${client.baseUrl} as ${user.name} (${user.role}) until ${expires_at}.`,
    ]);
    return EXIT_CODES.ok;
  },
};
