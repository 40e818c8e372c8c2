import { logIn, verifySession } from '@botarmy/contracts';

import { ADMIN_PASSWORD, ANONYMOUS, createIdentityRig } from '../identity.fixture';
import type { IdentityRig } from '../identity.fixture';

describe('a sliding session', () => {
  let rig: IdentityRig;

  beforeAll(async () => {
    rig = await createIdentityRig();
    await rig.start({ SESSION_SLIDING: 'true', SESSION_HOURS: '2' });
  });
  afterAll(() => rig.stop());

  it('is extended by use, noted at most once a minute', async () => {
    const credentials = {
      email: 'admin@botarmy.local',
      password: ADMIN_PASSWORD,
      channel: 'browser' as const,
      client_address: '192.0.2.9',
    };
    const session = await rig.asker.ask(logIn, credentials, ANONYMOUS);
    const remainingMs = async (): Promise<number> => {
      const { expires_at } = await rig.asker.ask(verifySession, { secret: session.secret }, ANONYMOUS);
      return new Date(expires_at).getTime() - Date.now();
    };
    const shorten = (lastSeen: string) =>
      rig.database.query(
        `UPDATE identity.session SET expires_at = now() + interval '1 hour', last_seen_at = now() - $1::interval`,
        [lastSeen],
      );
    await shorten('10 seconds');
    expect(await remainingMs()).toBeLessThanOrEqual(3_600_000);
    await shorten('2 minutes');
    expect(await remainingMs()).toBeGreaterThan(7_100_000);
  });
});
