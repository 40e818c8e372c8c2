import { TestBed } from '@angular/core/testing';

import { FakeApi, problem } from '../testing/fake-api';
import { ApiHttp, FETCH } from './api-http';
import { Problem, problemFrom } from './problem';

function create(api: FakeApi): ApiHttp {
  TestBed.configureTestingModule({ providers: [api.provide()] });
  return TestBed.inject(ApiHttp);
}

async function refused(promise: Promise<unknown>): Promise<Problem> {
  return await promise.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: unknown) => error as Problem,
  );
}

describe('the way to the platform', () => {
  it('leaves out what a query does not say', async () => {
    const api = new FakeApi().on('GET /api/workflows', { workflows: [] });
    await create(api).get('/api/workflows', { query: { status: undefined, limit: 5, cursor: 'a b' } });
    expect(api.requests[0]?.query.toString()).toBe('limit=5&cursor=a+b');
  });

  it('sends the CSRF token and the key of the intent with commands alone', async () => {
    const api = new FakeApi().on('GET /api/a', {}).on('POST /api/b', {});
    const http = create(api);
    http.useCsrfToken('token');
    await http.get('/api/a');
    await http.post('/api/b', { body: { x: 1 }, idempotencyKey: 'key' });
    expect(api.requests[0]?.headers).toEqual({ accept: 'application/json' });
    expect(api.requests[1]?.headers).toMatchObject({ 'x-csrf-token': 'token', 'idempotency-key': 'key' });
    expect(api.requests[1]?.body).toEqual({ x: 1 });
  });

  it('turns problem+json into a problem with all it says', async () => {
    const errors = [{ pointer: '/project_brief', detail: 'Too long.' }, 'garbage'];
    const api = new FakeApi().on('POST /api/x', problem(409, 'already-answered', { answered_by_name: 'Ada', errors }));
    const thrown = await refused(create(api).post('/api/x'));
    expect(thrown).toMatchObject({ status: 409, code: 'already-answered', detail: 'Detail of already-answered.' });
    expect(thrown.errors).toEqual([errors[0]]);
    expect(thrown.extras).toMatchObject({ answered_by_name: 'Ada' });
  });

  it('names an answer that is no problem+json after its status', async () => {
    const unreadable = { ok: false, status: 502, json: () => Promise.reject(new SyntaxError('<html>')) };
    TestBed.configureTestingModule({ providers: [{ provide: FETCH, useValue: async () => unreadable }] });
    expect(await refused(TestBed.inject(ApiHttp).get('/api/x'))).toMatchObject({
      status: 502,
      code: 'http-502',
      title: 'The platform had a problem',
    });
  });

  it('refuses a success it cannot read', async () => {
    const unreadable = { ok: true, status: 200, json: () => Promise.reject(new SyntaxError('<html>')) };
    TestBed.configureTestingModule({ providers: [{ provide: FETCH, useValue: async () => unreadable }] });
    expect(await refused(TestBed.inject(ApiHttp).get('/api/x'))).toMatchObject({ code: 'unexpected-answer' });
  });

  it('says when no answer came', async () => {
    const api = new FakeApi().on('GET /api/x', new TypeError('Failed to fetch'));
    expect(await refused(create(api).get('/api/x'))).toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('lets an aborted request be an aborted request', async () => {
    const api = new FakeApi().on('GET /api/x', {});
    const aborted = await refused(create(api).get('/api/x', { signal: AbortSignal.abort() }));
    expect(aborted.name).toBe('AbortError');
  });

  it('tells when nobody is signed in any more, but not when credentials are wrong', async () => {
    const api = new FakeApi()
      .on('GET /api/x', problem(401, 'not-signed-in'))
      .on('POST /api/l', problem(401, 'invalid-credentials'));
    const http = create(api);
    let told = 0;
    http.unauthorized.subscribe(() => (told += 1));
    await refused(http.post('/api/l'));
    expect(told).toBe(0);
    await refused(http.get('/api/x'));
    expect(told).toBe(1);
  });

  it('owns up to its own faults', () => {
    const fault = new RangeError('x');
    expect(problemFrom(fault)).toMatchObject({ code: 'console-fault', cause: fault });
  });
});
