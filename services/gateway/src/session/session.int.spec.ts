import type { RunningService } from '@botarmy/chassis';
import { getRouterStatus, logIn, logOut, verifySession } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { send } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

describe('signing in and out', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  const credentials = { email: 'operator@example.com', password: 'right password' };

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
  });
  afterAll(() => rig.stop());

  const logInAs = (body: unknown = credentials, headers: Record<string, string> = {}) =>
    send(`${gateway.url}/api/auth/login`, { body, headers });
  const secretIn = (cookie: string | null) => /^botarmy_session=([\w-]+);/.exec(cookie ?? '')?.[1] ?? '';

  it('gives a browser a cookie no script can read and a CSRF token', async () => {
    const answer = await logInAs();
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      user: expect.objectContaining({ role: 'operator', tenant_id: 'ten_default' }) as object,
      csrf_token: expect.any(String) as string,
      expires_at: expect.any(String) as string,
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(answer.text).not.toContain(secretIn(cookie));
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('tells identity the address the client really has', async () => {
    await logInAs(credentials, { 'x-forwarded-for': '203.0.113.9' });
    expect(rig.askedOf(logIn).at(-1)).toMatchObject({
      request: { channel: 'browser', client_address: '127.0.0.1' },
      caller: { user_id: 'anonymous', tenant_id: 'ten_default' },
    });
  });

  it('gives a program a bearer token and no cookie', async () => {
    const answer = await send(`${gateway.url}/api/auth/token`, { body: credentials });
    expect(answer.headers.has('set-cookie')).toBe(false);
    const { token, token_type } = answer.json<{ token: string; token_type: string }>();
    expect(token_type).toBe('Bearer');
    const me = await send(`${gateway.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.json()).toMatchObject({ user: { role: 'operator' }, simulated: true });
    expect(me.headers.has('set-cookie')).toBe(false);
  });

  it('passes identity’s refusals on', async () => {
    expect((await logInAs({ ...credentials, password: 'wrong' })).json()).toMatchObject({
      status: 401,
      code: 'invalid-credentials',
    });
    rig.answer(logIn, () => refuse(429, 'too-many-attempts'));
    expect((await logInAs()).status).toBe(429);
    rig.answer(logIn, ({ email, channel }) =>
      rig.session(email.startsWith('admin') ? 'admin' : 'operator', { channel }),
    );
  });

  it('ends a session that was planted into the browser before', async () => {
    const planted = rig.session('viewer');
    const answer = await send(`${gateway.url}/api/auth/login`, { body: credentials, cookie: planted });
    expect(secretIn(answer.headers.get('set-cookie'))).not.toBe(planted.secret);
    expect(rig.askedOf(logOut).at(-1)?.request).toEqual({ secret: planted.secret });
    expect((await send(`${gateway.url}/api/auth/me`, { cookie: planted })).status).toBe(401);
  });

  it('refuses a login that a foreign page sends', async () => {
    const answer = await logInAs(credentials, { origin: 'http://evil.example' });
    expect(answer.json()).toMatchObject({ status: 403, code: 'origin-not-allowed' });
  });

  it('knows who is signed in, and says so when nobody is', async () => {
    const session = rig.session('approver');
    const me = await send(`${gateway.url}/api/auth/me`, { cookie: session });
    expect(me.json()).toEqual({
      user: session.user,
      csrf_token: session.csrf_token,
      expires_at: session.expires_at,
      simulated: true,
    });
    expect(secretIn(me.headers.get('set-cookie'))).toBe(session.secret);
    expect((await send(`${gateway.url}/api/auth/me`)).json()).toMatchObject({ status: 401, code: 'not-signed-in' });
  });

  it('does not invent whether models are simulated', async () => {
    const elsewhere = rig.session('viewer', { tenantId: 'ten_silent' });
    rig.answer(getRouterStatus, () => refuse(503, 'unavailable'));
    expect((await send(`${gateway.url}/api/auth/me`, { cookie: elsewhere })).json()).toMatchObject({ simulated: null });
  });

  it('signs out here and everywhere', async () => {
    const other = await rig.start();
    const session = rig.session('viewer');
    const meOf = (url: string) => send(`${url}/api/auth/me`, { cookie: session });
    expect((await meOf(other.url)).status).toBe(200);
    const answer = await send(`${gateway.url}/api/auth/logout`, { method: 'POST', cookie: session });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^botarmy_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await meOf(gateway.url)).status).toBe(401);
    await waitFor(async () => (await meOf(other.url)).status === 401, { describe: 'the other gateway to hear of it' });
  });

  it('asks identity about a session once, not for every request', async () => {
    const session = rig.session('viewer');
    const before = rig.askedOf(verifySession).length;
    await Promise.all(
      Array.from({ length: 8 }, () => send(`${gateway.url}/api/workflows/x/status`, { bearer: session })),
    );
    expect(rig.askedOf(verifySession)).toHaveLength(before + 1);
  });

  it('uses the cookie that only https carries where people come over https', async () => {
    const secure = await rig.start({ COOKIE_SECURE: 'true' });
    const answer = await send(`${secure.url}/api/auth/login`, { body: credentials });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-botarmy_session=.*; HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
    const plain = rig.session('viewer');
    expect((await send(`${secure.url}/api/auth/me`, { cookie: plain })).status).toBe(401);
  });

  it('believes a forwarded address only from a trusted proxy', async () => {
    const behindProxy = await rig.start({ TRUSTED_PROXIES: '["127.0.0.1"]' });
    await send(`${behindProxy.url}/api/auth/login`, {
      body: credentials,
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    expect(rig.askedOf(logIn).at(-1)?.request.client_address).toBe('203.0.113.9');
  });
});
