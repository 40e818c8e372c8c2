import { relative } from 'node:path';

import type { Platform } from '../platform/platform';
import { describeProvider } from '../settings/provider-choice';
import type { Print } from '../terminal/print';

/** Where the platform is and who answers model calls. */
export function printPlatform(print: Print, { url, port, provider, folder }: Platform, headline: string): void {
  print(`${headline}: ${url}`);
  if (port.isMoved) print(`Port 8000 is taken by another program, so this one listens on ${port.port}.`);
  print(describeProvider(provider));
  print(`State and logs: ${relative(process.cwd(), folder.root) || '.'}`);
}

/** Who can sign in. The first administrator's password is shown at the very first start and never again. */
export function printCredentials(print: Print, { firstAdministrator, demoUser, folder }: Platform): void {
  if (firstAdministrator !== undefined) {
    print('');
    print('Sign in with the first administrator. The password is shown this once:');
    print(`  ${firstAdministrator.email}   ${firstAdministrator.password}`);
    if (demoUser !== undefined) print(`  ${demoUser.email}   ${demoUser.password}   (approver)`);
    print('');
  } else if (demoUser !== undefined) {
    print(
      `Sign in as ${demoUser.email}; the password is demo_user_password in ${relative(process.cwd(), folder.secretsFile)}.`,
    );
  }
}
