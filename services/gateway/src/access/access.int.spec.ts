import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RunningService } from '@botarmy/chassis';
import {
  AccessRefused,
  accessRefused,
  assertPayload,
  createId,
  hasRole,
  ROLES,
  subjectFilterOf,
} from '@botarmy/contracts';
import type { LogInReply, Role } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';
import { listEntries } from './entry-catalog';
import type { Entry } from './entry-catalog';

describe('access', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let routes: Entry[];
  const refused: { tenantId: string; payload: AccessRefused }[] = [];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    routes = listEntries(gateway.app).filter(({ kind, path }) => kind === 'route' && path !== '/*');
    const { connection } = rig.service('insights');
    const stream = await connection.jetstream().consumers.get('EVENTS', 'insights-every-event');
    void stream.consume({
      callback: (message) => {
        message.ack();
        if (!message.subject.includes('.access.refused.')) return;
        const payload: unknown = message.json();
        assertPayload(AccessRefused, payload);
        refused.push({ tenantId: message.subject.split('.')[1] ?? '', payload });
      },
    });
  });
  afterAll(() => rig.stop());

  const pathOf = ({ path }: Entry) =>
    path
      .replace('{workflow_id}', createId('wf'))
      .replace('{request_id}', createId('hitl'))
      .replace('{artifact_id}', createId('art'));
  const call = (entry: Entry, session: LogInReply | undefined) =>
    send(gateway.url + pathOf(entry), { method: entry.method, ...(session === undefined ? {} : { bearer: session }) });
  const metric = async (name: string) => {
    const { text } = await send(`${gateway.url}/metrics`);
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('is declared by every route the server really has', () => {
    const printed = gateway.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const served = printed.match(/\((?:GET|POST|HEAD|PUT|DELETE|PATCH|OPTIONS)[^)]*\)/g) ?? [];
    const probes = 3;
    const documented = new Set(
      listEntries(gateway.app)
        .filter(({ kind }) => kind === 'route')
        .map(({ path }) => path),
    ).size;
    expect(served).toHaveLength(documented + probes);
  });

  it.each(ROLES)('of a %s is what the routes declare', async (role: Role) => {
    const session = rig.session(role);
    for (const entry of routes) {
      if (entry.access === undefined || entry.access === 'anonymous' || entry.access === 'virtual-key') continue;
      if (entry.path === '/api/auth/logout') continue;
      const { status, text } = await call(entry, session);
      const verdict = status === 403 ? 'refused' : 'allowed';
      const expected = hasRole(role, entry.access) ? 'allowed' : 'refused';
      expect({ route: `${entry.method} ${entry.path}`, verdict }).toEqual({
        route: `${entry.method} ${entry.path}`,
        verdict: expected,
      });
      if (status === 403) expect(JSON.parse(text)).toMatchObject({ code: 'role-missing' });
    }
  });

  it('needs a session on every route that is not anonymous', async () => {
    for (const entry of routes) {
      const { status } = await call(entry, undefined);
      expect({ route: entry.path, needsSession: status === 401 }).toEqual({
        route: entry.path,
        needsSession: entry.access !== 'anonymous',
      });
    }
  });

  it('opens nothing below /v1/, whoever is signed in', async () => {
    const session = rig.session('owner');
    const doors = routes.filter(({ access }) => access === 'virtual-key');
    expect(doors.map(({ path }) => path)).toEqual(
      routes.map(({ path }) => path).filter((path) => path.startsWith('/v1/')),
    );
    for (const entry of doors) {
      const { status, text } = await call(entry, session);
      expect(status).toBe(401);
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'invalid_api_key' } });
    }
  });

  it('is open without a session to no more than these', () => {
    const open = routes.filter(({ access }) => access === 'anonymous').map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'GET /api/asyncapi.json',
      'POST /api/auth/login',
      'POST /api/auth/token',
      'GET /api/docs',
      'GET /api/docs/*',
      'GET /api/openapi.json',
      'POST /api/shared/conversations',
      'GET /health',
    ]);
  });

  it('refused on a privileged route is on record before the answer, under the tenant of the session', async () => {
    const session = rig.session('viewer', { tenantId: 'ten_other' });
    const { headers } = await send(`${gateway.url}/api/workflows/start`, {
      body: { project_brief: 'x' },
      bearer: session,
    });
    const entry = await waitFor(
      () => refused.find(({ payload }) => payload.request_id === headers.get('x-request-id')),
      { describe: 'the refusal on the stream' },
    );
    expect(entry).toEqual({
      tenantId: 'ten_other',
      payload: {
        request_id: headers.get('x-request-id'),
        user_id: 'usr_viewer',
        method: 'POST',
        route: '/api/workflows/start',
        status: 403,
        code: 'role-missing',
        refused_at: expect.any(String) as string,
      },
    });
    expect(subjectFilterOf(accessRefused)).toContain('access.refused');
  });

  it('refused without a session is on record as well, whatever the request id looks like', async () => {
    await send(`${gateway.url}/api/hitl/requests/${createId('hitl')}/respond`, {
      body: { response: 'approve' },
      headers: { 'x-request-id': '_.odd-but-allowed' },
    });
    await waitFor(
      () => refused.some(({ payload }) => payload.user_id === 'anonymous' && payload.route.endsWith('/respond')),
      {
        describe: 'the refusal on the stream',
      },
    );
    expect(await metric('botarmy_audit_refusals_lost_total')).toBe(0);
  });

  it('under a cookie commands only with the CSRF token of its own session', async () => {
    const session = rig.session('operator');
    const command = { method: 'POST', cookie: session };
    const url = `${gateway.url}/api/workflows/${createId('wf')}/pause`;
    for (const token of ['', 'wrong', `${session.csrf_token}x`, rig.session('operator').csrf_token]) {
      const answer = await send(url, { ...command, headers: { 'x-csrf-token': token } });
      expect(answer.json()).toMatchObject({ status: 403, code: 'csrf-token-missing' });
    }
    expect((await send(url, command)).status).not.toBe(403);
  });

  it('has no way around for a foreign page that sends a simple form', async () => {
    const { secret } = rig.session('operator');
    const answer = await send(`${gateway.url}/api/workflows/start`, {
      body: 'project_brief=x',
      headers: { cookie: `botarmy_session=${secret}`, origin: 'http://evil.example', 'content-type': 'text/plain' },
    });
    expect(answer.status).toBe(403);
  });

  it('is granted to pages of listed origins, and to no others', async () => {
    const open = await rig.start({ CORS_ORIGINS: '["https://console.example.com"]' });
    const preflight = (origin: string) =>
      send(`${open.url}/api/workflows/start`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' },
      });
    const granted = await preflight('https://console.example.com');
    expect(granted.status).toBe(204);
    expect(granted.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
    expect(granted.headers.get('access-control-allow-credentials')).toBe('true');
    expect((await preflight('http://evil.example')).headers.has('access-control-allow-origin')).toBe(false);
    const session = rig.session('operator');
    const command = await send(`${open.url}/api/workflows/${createId('wf')}/resume`, {
      method: 'POST',
      cookie: session,
      headers: { origin: 'https://console.example.com' },
    });
    expect(command.status).toBe(503);
  });

  it('is answered even when the audit trail is lost, and the loss is counted', async () => {
    const session = rig.session('viewer');
    // Known to the gateway before the broker goes.
    await send(`${gateway.url}/api/auth/me`, { bearer: session });
    await rig.broker.server.kill();
    const answer = await send(`${gateway.url}/api/workflows/start`, { body: { project_brief: 'x' }, bearer: session });
    expect(answer.status).toBe(403);
    expect(await metric('botarmy_audit_refusals_lost_total')).toBe(1);
    await rig.broker.server.restart();
  });

  it('is documented as it is', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/reference/routes.md'), 'utf8');
    for (const { method, path, access } of routes) {
      expect(page).toMatch(
        new RegExp(`\\| ${method} +\\| \`${path.replace(/[{}.]/g, '\\$&')}\` +\\| ${String(access)} `),
      );
    }
  });
});
