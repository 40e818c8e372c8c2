import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import type { RunningService } from '@botarmy/chassis';
import { createId, listWorkflows, startWorkflow } from '@botarmy/contracts';
import type { LogInReply } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

describe('bad input', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('owner');
    rig.answer(startWorkflow, ({ workflow_type }) => {
      if (workflow_type === 'nonsense') return refuse(422, 'unknown-process');
      return { workflow_id: 'wf_1', status: 'started', estimated_duration_minutes: 25 };
    });
    rig.answer(listWorkflows, () => ({ workflows: [], total_count: 0, next_cursor: null }));
  });
  afterAll(() => rig.stop());

  const start = (body: unknown, headers: Record<string, string> = {}) =>
    send(`${gateway.url}/api/workflows/start`, { body, bearer: session, headers });
  const started = () => rig.askedOf(startWorkflow).length;

  it.each<[string, unknown, number, string]>([
    ['an empty brief', { project_brief: '' }, 400, 'brief-empty'],
    ['no brief', {}, 400, 'brief-empty'],
    ['a brief of blanks', { project_brief: ' \n ' }, 400, 'brief-empty'],
    ['a huge brief', { project_brief: 'x'.repeat(20_001) }, 400, 'brief-too-long'],
    ['a binary brief', { project_brief: 'a\0b' }, 400, 'brief-not-text'],
    ['bytes that are no text', { project_brief: '\uFFFD\uFFFD\uFFFDPNG' }, 400, 'brief-not-text'],
    ['a list as brief', { project_brief: ['a'] }, 400, 'validation-failed'],
    ['a number as brief', { project_brief: 7 }, 400, 'validation-failed'],
    ['an object as brief', { project_brief: { text: 'a' } }, 400, 'validation-failed'],
    ['a list as body', [{ project_brief: 'a' }], 400, 'validation-failed'],
    ['text as body', '"text"', 400, 'validation-failed'],
    ['a path as process', { project_brief: 'a', workflow_type: '../../etc/passwd' }, 400, 'validation-failed'],
    ['an unknown process', { project_brief: 'a', workflow_type: 'nonsense' }, 422, 'unknown-process'],
    ['malformed JSON', '{"project_brief": ', 400, 'malformed-json'],
    ['another character set', Buffer.from('{"project_brief":"\xff"').toString('latin1'), 400, 'malformed-json'],
    [
      'unknown fields',
      { project_brief: 'a', tenantId: 'ten_b', role: 'admin', status: 'completed' },
      400,
      'unknown-field',
    ],
    ['__proto__ in the body', '{"project_brief":"a","__proto__":{"isAdmin":true}}', 400, 'malformed-json'],
    ['constructor.prototype', '{"project_brief":"a","constructor":{"prototype":{"x":1}}}', 400, 'malformed-json'],
    ['a megabyte', { project_brief: 'x'.repeat(1_100_000) }, 413, 'body-too-large'],
  ])('in a start: %s', async (_case, body, status, code) => {
    const before = started();
    const answer = await start(body);
    expect(answer.json()).toMatchObject({ status, code, request_id: answer.headers.get('x-request-id') });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.text).not.toMatch(/ at |prisma|\/src\//);
    expect(started()).toBe(status === 422 ? before + 1 : before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('names the fields that are wrong by their pointers', async () => {
    expect((await start({ project_brief: 'a', tenantId: 'b' })).json()).toMatchObject({
      errors: [{ pointer: '/tenantId', detail: 'property tenantId should not exist' }],
    });
    expect((await start({ project_brief: '' })).json()).toMatchObject({ errors: [{ pointer: '/project_brief' }] });
  });

  it.each<[string, string, string]>([
    ['an unknown parameter', '?tenant=b', 'unknown-field'],
    ['a repeated parameter', '?status=paused&status=failed', 'validation-failed'],
    ['a repeated number', '?limit=1&limit=2', 'validation-failed'],
    ['a fraction', '?limit=1.5', 'validation-failed'],
    ['a number out of range', '?limit=100000', 'validation-failed'],
    ['a number in words', '?limit=ten', 'validation-failed'],
    ['a number beyond precision', '?limit=9007199254740993', 'validation-failed'],
    ['an unknown word', '?status=exploded', 'validation-failed'],
    ['__proto__', '?__proto__[x]=1', 'unknown-field'],
    ['SQL in a cursor', `?cursor=${encodeURIComponent("' OR 1=1 --")}`, 'validation-failed'],
  ])('in a query: %s', async (_case, query, code) => {
    const answer = await send(`${gateway.url}/api/workflows${query}`, { bearer: session });
    expect(answer.json()).toMatchObject({ status: 400, code });
    expect(rig.askedOf(listWorkflows)).toHaveLength(0);
  });

  it.each([
    'not-an-id',
    'wf_',
    'art_aaaaaaaaaaaaaaaaaaaaaaaaaa',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    encodeURIComponent("' OR 1=1 --"),
  ])('%s in a path names no workflow', async (id) => {
    const answer = await send(`${gateway.url}/api/workflows/${id}/status`, { bearer: session });
    expect(answer.json()).toMatchObject({ status: 404, code: 'workflow-not-found' });
  });

  it.each<[string, Sending, number, string]>([
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['plain text', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['XML', { headers: { 'content-type': 'application/xml' } }, 415, 'unsupported-media-type'],
    ['JSON by another name', { headers: { 'content-type': 'application/jsonp' } }, 415, 'unsupported-media-type'],
    [
      'an idempotency key with a line break',
      { headers: { 'idempotency-key': 'a%0ab' } },
      400,
      'idempotency-key-invalid',
    ],
    [
      'an idempotency key that is too long',
      { headers: { 'idempotency-key': 'k'.repeat(129) } },
      400,
      'idempotency-key-invalid',
    ],
    ['a page of another origin', { headers: { origin: 'null' } }, 403, 'origin-not-allowed'],
  ])('in headers: %s', async (_case, sending, status, code) => {
    const answer = await send(`${gateway.url}/api/workflows/start`, {
      body: { project_brief: 'a' },
      bearer: session,
      ...sending,
    });
    expect(answer.json()).toMatchObject({ status, code });
  });

  it('in a request id is replaced, and never reaches a header', async () => {
    const answer = await send(`${gateway.url}/health`, { headers: { 'x-request-id': 'short; level=error' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    const kept = await send(`${gateway.url}/health`, { headers: { 'x-request-id': 'trace-0123456789' } });
    expect(kept.headers.get('x-request-id')).toBe('trace-0123456789');
  });

  it.each([
    ['a split header', 'GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\nlevel=error\r\n\r\n'],
    ['two lengths', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ])('in the protocol: %s', async (_case, bytes) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.end(bytes);
    const answer = await readText(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).not.toContain('level=error');
  });

  it('tells ids of other tenants from unknown ones in nothing but the request', async () => {
    const strip = (text: string) => text.replace(/"instance":"[^"]*"|"request_id":"[^"]*"/g, '');
    const path = (id: string) => `${gateway.url}/api/workflows/${id}/events`;
    const [unknown, malformed] = [
      await send(path(createId('art')), { bearer: session }),
      await send(path('x'), { bearer: session }),
    ];
    expect(strip(unknown.text)).toBe(strip(malformed.text));
  });
});
