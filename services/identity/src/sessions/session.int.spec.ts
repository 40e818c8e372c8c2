import { Database, Problem } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { isId, logIn, logOut, sessionEnded, subjectFilterOf, verifySession } from '@botarmy/contracts';
import type { LogInReply, LogInRequest, SessionEnded } from '@botarmy/contracts';

import { ADMIN_PASSWORD, ANONYMOUS, createIdentityRig, DEMO_PASSWORD } from '../identity.fixture';
import type { IdentityRig } from '../identity.fixture';
import { Pruning } from './pruning';

describe('identity', () => {
  let rig: IdentityRig;
  let identity: RunningService;

  const credentials = (overrides: Partial<LogInRequest> = {}): LogInRequest => ({
    email: 'admin@botarmy.local',
    password: ADMIN_PASSWORD,
    channel: 'browser',
    client_address: '192.0.2.1',
    ...overrides,
  });
  const signIn = (overrides?: Partial<LogInRequest>): Promise<LogInReply> =>
    rig.asker.ask(logIn, credentials(overrides), ANONYMOUS);
  const verify = (secret: string) => rig.asker.ask(verifySession, { secret }, ANONYMOUS);
  const end = (secret: string) => rig.asker.ask(logOut, { secret }, ANONYMOUS);
  const refusalOf = async (work: Promise<unknown>): Promise<Problem> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof Problem) return error;
    throw new Error('nothing was refused', { cause: error });
  };

  beforeAll(async () => {
    rig = await createIdentityRig();
    identity = await rig.start({
      DEMO_USER_PASSWORD: DEMO_PASSWORD,
      LOGIN_LIMIT_PER_ACCOUNT: '5',
      LOGIN_LIMIT_PER_ADDRESS: '12',
    });
  });
  afterAll(() => rig.stop());

  describe('a login', () => {
    it('opens a session whose secret the database never sees', async () => {
      const session = await signIn();
      expect(isId(session.session_id, 'ses')).toBe(true);
      expect(session.user).toEqual({
        id: expect.stringMatching(/^usr_/),
        name: 'Administrator',
        email: 'admin@botarmy.local',
        role: 'owner',
        tenant_id: 'ten_default',
        tenant_name: 'Default',
      });
      const [row] = await rig.database.query('SELECT * FROM identity.session WHERE session_id = $1', [
        session.session_id,
      ]);
      expect(JSON.stringify(row)).not.toContain(session.secret);
      expect(JSON.stringify(row)).not.toContain(session.csrf_token);
      expect(new Date(session.expires_at).getTime() - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
    });

    it('takes the e-mail address in any case and with blanks around it', async () => {
      await expect(signIn({ email: '  Admin@BotArmy.local ' })).resolves.toMatchObject({ user: { role: 'owner' } });
    });

    it('gets a new session id, secret and CSRF token each time', async () => {
      const [first, second] = [await signIn(), await signIn()];
      expect(second.session_id).not.toBe(first.session_id);
      expect(second.secret).not.toBe(first.secret);
      expect(second.csrf_token).not.toBe(first.csrf_token);
    });

    it('answers alike for a wrong password, an unknown user and an inactive one', async () => {
      const address = { client_address: '192.0.2.2' };
      await rig.database.query(
        `INSERT INTO identity."user" (user_id, tenant_id, email, name, role, password_hash, is_active)
         SELECT 'usr_inactive', tenant_id, 'inactive@botarmy.local', 'Gone', 'viewer', password_hash, false
           FROM identity."user" WHERE email = 'admin@botarmy.local'`,
      );
      const refusals = [
        await refusalOf(signIn({ ...address, password: 'wrong' })),
        await refusalOf(signIn({ ...address, email: 'nobody@botarmy.local' })),
        await refusalOf(signIn({ ...address, email: 'inactive@botarmy.local' })),
      ];
      for (const refusal of refusals) expect(refusal.toBody()).toEqual(refusals[0]?.toBody());
      expect(refusals[0]).toMatchObject({ status: 401, code: 'invalid-credentials' });
    });

    it('sees no user of another tenant', async () => {
      const elsewhere = { ...ANONYMOUS, tenant_id: 'ten_other' };
      const attempt = credentials({ client_address: '192.0.2.3' });
      await expect(refusalOf(rig.asker.ask(logIn, attempt, elsewhere))).resolves.toMatchObject({ status: 401 });
    });

    it('takes hostile text as text', async () => {
      const email = `' OR 1=1 --`;
      await expect(refusalOf(signIn({ email, client_address: '192.0.2.4' }))).resolves.toMatchObject({ status: 401 });
    });
  });

  describe('guessing', () => {
    it('ends at exactly the limit, however many guess at once, and locks nobody else out', async () => {
      const guess = credentials({ email: 'demo@botarmy.local', password: 'guess', client_address: '198.51.100.1' });
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => refusalOf(rig.asker.ask(logIn, guess, ANONYMOUS, 20_000))),
      );
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
      const limited = answers.filter(({ status }) => status === 429);
      expect(limited).toHaveLength(7);
      expect(limited[0]?.code).toBe('too-many-attempts');
      expect(limited[0]?.retryAfterMs).toBeGreaterThan(800_000);
      expect(limited[0]?.retryAfterMs).toBeLessThanOrEqual(900_000);
      const right = { ...guess, password: DEMO_PASSWORD };
      await expect(refusalOf(signIn(right))).resolves.toMatchObject({ status: 429 });
      await expect(signIn({ ...right, client_address: '198.51.100.2' })).resolves.toMatchObject({
        user: { email: 'demo@botarmy.local', role: 'approver', name: 'Demo user' },
      });
    });

    it('over many accounts from one address ends as well', async () => {
      const statuses: number[] = [];
      for (let index = 0; index < 14; index += 1) {
        const attempt = { email: `person-${index}@botarmy.local`, client_address: '198.51.100.3' };
        statuses.push((await refusalOf(signIn(attempt))).status);
      }
      expect(statuses).toEqual([...Array<number>(12).fill(401), 429, 429]);
    });

    it('is forgotten by a right password, for this account and this address alone', async () => {
      const from = { client_address: '198.51.100.4' };
      for (let index = 0; index < 4; index += 1) await refusalOf(signIn({ ...from, password: 'wrong' }));
      await signIn(from);
      const [row] = await rig.database.query<{ count: string }>(
        `SELECT count(*) FROM identity.login_attempt WHERE client_address = '198.51.100.4'`,
      );
      expect(Number(row?.count)).toBe(0);
    });

    it('is admitted again when the oldest attempt leaves the window', async () => {
      const from = { client_address: '198.51.100.5', password: 'wrong' };
      for (let index = 0; index < 5; index += 1) await refusalOf(signIn(from));
      await expect(refusalOf(signIn(from))).resolves.toMatchObject({ status: 429 });
      await rig.database.query(
        `UPDATE identity.login_attempt SET attempted_at = attempted_at - interval '901 seconds'
          WHERE attempt_id = (SELECT min(attempt_id) FROM identity.login_attempt WHERE client_address = '198.51.100.5')`,
      );
      await expect(refusalOf(signIn(from))).resolves.toMatchObject({ status: 401 });
    });
  });

  describe('a session', () => {
    it('is verified by its secret', async () => {
      const session = await signIn({ channel: 'token' });
      await expect(verify(session.secret)).resolves.toEqual({
        session_id: session.session_id,
        channel: 'token',
        csrf_token: session.csrf_token,
        expires_at: session.expires_at,
        user: session.user,
      });
    });

    it('is refused with an unknown, expired or deactivated secret', async () => {
      const [expired, deactivated] = [
        await signIn(),
        await signIn({ email: 'demo@botarmy.local', password: DEMO_PASSWORD }),
      ];
      await rig.database.query('UPDATE identity.session SET expires_at = now() WHERE session_id = $1', [
        expired.session_id,
      ]);
      await rig.database.query(`UPDATE identity."user" SET is_active = false WHERE email = 'demo@botarmy.local'`);
      for (const secret of ['unknown', expired.secret, deactivated.secret]) {
        await expect(refusalOf(verify(secret))).resolves.toMatchObject({ status: 401, code: 'not-signed-in' });
      }
      await rig.database.query(`UPDATE identity."user" SET is_active = true WHERE email = 'demo@botarmy.local'`);
    });

    it('keeps its end unless sessions slide', async () => {
      const session = await signIn();
      await rig.database.query(
        `UPDATE identity.session SET last_seen_at = now() - interval '2 minutes', expires_at = now() + interval '1 hour'
          WHERE session_id = $1`,
        [session.session_id],
      );
      const { expires_at } = await verify(session.secret);
      expect(new Date(expires_at).getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
    });

    it('ends once, and its end is news', async () => {
      const session = await signIn();
      const news = rig.gateway.connection.subscribe(subjectFilterOf(sessionEnded), { max: 1, timeout: 10_000 });
      const received = (async (): Promise<SessionEnded | undefined> => {
        for await (const message of news) return message.json<SessionEnded>();
        return undefined;
      })();
      await expect(end(session.secret)).resolves.toEqual({ ended: true });
      await expect(end(session.secret)).resolves.toEqual({ ended: false });
      await expect(refusalOf(verify(session.secret))).resolves.toMatchObject({ status: 401 });
      await expect(received).resolves.toMatchObject({
        session_id: session.session_id,
        user_id: session.user.id,
        reason: 'logged-out',
      });
    });

    it('that never was ends without a word', async () => {
      await expect(end('unknown')).resolves.toEqual({ ended: false });
    });
  });

  it('forgets what is too old', async () => {
    const session = await signIn();
    await rig.database.query(
      `UPDATE identity.session SET expires_at = now() - interval '8 days' WHERE session_id = $1`,
      [session.session_id],
    );
    await rig.database.query(`UPDATE identity.login_attempt SET attempted_at = now() - interval '1 day'`);
    await expect(identity.app.get(Pruning).prune()).resolves.toBe(false);
    const [left] = await rig.database.query<{ sessions: string; attempts: string }>(
      `SELECT (SELECT count(*) FROM identity.session WHERE session_id = $1) AS sessions,
              (SELECT count(*) FROM identity.login_attempt) AS attempts`,
      [session.session_id],
    );
    expect(left).toEqual({ sessions: '0', attempts: '0' });
  });

  it('shows its login role no row without a tenant, and lets it write none of another', async () => {
    const database = identity.app.get(Database);
    for (const table of ['tenant', '"user"', 'session', 'login_attempt']) {
      const { rows } = await database.query(`SELECT 1 FROM ${table}`);
      expect(rows).toHaveLength(0);
    }
    const foreign = database.withTransaction(
      (client) => client.query(`INSERT INTO tenant (tenant_id, name) VALUES ('ten_other', 'Other')`),
      { tenantId: 'ten_default' },
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  });
});
