import { BotArmyProblem } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const logout: Command = {
  name: 'logout',
  summary: 'End the session on the server and forget it here',
  async run({ client, credentials, output }) {
    if (client.token === undefined) {
      output.show({ ended: false }, () => [`You are not signed in to ${client.baseUrl}.`]);
      return EXIT_CODES.ok;
    }
    const ended = await endOnServer(() => client.signOut());
    await credentials.remove(client.baseUrl);
    output.show({ ended }, () => [
      ended
        ? `Signed out of ${client.baseUrl}.`
        : `The session at ${client.baseUrl} had ended before; it is forgotten here.`,
    ]);
    return EXIT_CODES.ok;
  },
};

/** False when the server knows no such session any more. Other failures pass: the token would live on unnoticed. */
async function endOnServer(signOut: () => Promise<void>): Promise<boolean> {
  try {
    await signOut();
    return true;
  } catch (error) {
    if (error instanceof BotArmyProblem && error.status === 401) return false;
    throw error;
  }
}
