import { EXIT_CODES } from '../exit-codes';
import { Prompter, readFirstLine } from '../session/ask';
import type { Command, Invocation } from '../tree/command';

export const login: Command = {
  name: 'login',
  summary: 'Sign in and remember the session on this machine',
  options: {
    email: { type: 'string', value: '<e-mail>', description: 'as whom; asked for when absent' },
    'password-stdin': { type: 'boolean', description: 'read the password from the first line of standard input' },
  },
  async run(invocation) {
    const { client, credentials, output } = invocation;
    const { token, expires_at, user } = await client.signIn(await whoSignsIn(invocation));
    await credentials.save(client.baseUrl, { token, expires_at, email: user.email });
    output.show({ url: client.baseUrl, user, expires_at }, () => [
      `Signed in to ${client.baseUrl} as ${user.name} (${user.role}) until ${expires_at}.`,
    ]);
    return EXIT_CODES.ok;
  },
};

async function whoSignsIn({ text, flag, surroundings }: Invocation): Promise<{ email: string; password: string }> {
  const email = text('email')?.trim();
  if (email !== undefined && flag('password-stdin'))
    return { email, password: await readFirstLine(surroundings.stdin) };
  return Prompter.use(surroundings, async (prompter) => ({
    email: email ?? (await prompter.line('E-mail: ')).trim(),
    password: await prompter.secret('Password: '),
  }));
}
