import { BotArmyProblem } from './botarmy-problem';
import { createBotArmyClient } from './create-botarmy-client';
import type { BotArmyClientOptions } from './create-botarmy-client';

describe('the client', () => {
  const requests: Request[] = [];
  let answer: (request: Request) => Response | Promise<Response>;

  beforeEach(() => {
    requests.length = 0;
    answer = () => Response.json({});
  });

  function client(options: Partial<BotArmyClientOptions> = {}) {
    return createBotArmyClient({
      baseUrl: 'http://127.0.0.1:8000/',
      fetch: async (input, init) => {
        const request = new Request(input, init);
        requests.push(request);
        return answer(request);
      },
      ...options,
    });
  }

  async function problemOf(call: Promise<unknown>): Promise<BotArmyProblem> {
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BotArmyProblem);
    return error as BotArmyProblem;
  }

  it('sends the body, the path and the key of a command and resolves with the answer', async () => {
    answer = () => Response.json({ success: true, resolved_at: 'now', workflow_resumed: true });
    const reply = await client({ token: 'secret' }).respondToHitlRequest({
      request_id: 'hitl/../a',
      response: 'modify',
      feedback: 'Shorter',
      'Idempotency-Key': 'key-1',
    });
    expect(reply).toEqual({ success: true, resolved_at: 'now', workflow_resumed: true });
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('http://127.0.0.1:8000/api/hitl/requests/hitl%2F..%2Fa/respond');
    expect(request?.headers.get('authorization')).toBe('Bearer secret');
    expect(request?.headers.get('idempotency-key')).toBe('key-1');
    await expect(request?.json()).resolves.toEqual({ response: 'modify', feedback: 'Shorter' });
  });

  it('sends query parameters that are given', async () => {
    await client().listWorkflows({ status: 'completed', limit: 5 });
    expect(requests[0]?.url).toBe('http://127.0.0.1:8000/api/workflows?status=completed&limit=5');
    expect(requests[0]?.headers.has('authorization')).toBe(false);
  });

  it('calls as the user who signed in, and as nobody after signing out', async () => {
    answer = ({ url }) =>
      url.endsWith('/logout')
        ? new Response(null, { status: 204 })
        : Response.json({ token: 'fresh', token_type: 'Bearer', expires_at: 'later', user: {} });
    const botarmy = client();
    await expect(botarmy.signIn({ email: 'a@b.c', password: 'x' })).resolves.toMatchObject({ token: 'fresh' });
    expect(botarmy.token).toBe('fresh');
    await botarmy.signOut();
    expect(requests[1]?.headers.get('authorization')).toBe('Bearer fresh');
    expect(botarmy.token).toBeUndefined();
    await botarmy.getStatus();
    expect(requests[2]?.headers.has('authorization')).toBe(false);
  });

  it('carries the CSRF token with commands alone', async () => {
    const browser = client({ csrfToken: () => 'csrf' });
    await browser.listArtifacts();
    await browser.resumeWorkflow({ workflow_id: 'wf_a' });
    expect(requests.map(({ headers }) => headers.get('x-csrf-token'))).toEqual([null, 'csrf']);
  });

  it('hands out files as bytes', async () => {
    answer = () => new Response('# Plan', { headers: { 'content-type': 'application/octet-stream' } });
    const file = await client().downloadArtifact({ artifact_id: 'art_a' });
    await expect((file as Blob).text()).resolves.toBe('# Plan');
  });

  it('turns a refusal into a problem with all its members', async () => {
    const body = {
      type: 'urn:botarmy:problem:already-answered',
      title: 'Already answered',
      status: 409,
      code: 'already-answered',
      detail: 'Ada was faster.',
      instance: '/api/x',
      request_id: 'req_1',
      errors: [{ pointer: '/a', detail: 'b' }, 'junk'],
      answered_by_name: 'Ada',
    };
    answer = () => Response.json(body, { status: 409, headers: { 'retry-after': '2' } });
    const problem = await problemOf(client().getHitlRequest({ request_id: 'hitl_a' }));
    expect(problem).toMatchObject({
      status: 409,
      code: 'already-answered',
      title: 'Already answered',
      detail: 'Ada was faster.',
      message: 'Already answered: Ada was faster.',
      requestId: 'req_1',
      errors: [{ pointer: '/a', detail: 'b' }],
      retryAfterMs: 2_000,
      members: { answered_by_name: 'Ada' },
      isTemporary: false,
    });
  });

  it.each([
    ['Tue, 01 Jan 2030 00:00:00 GMT', expect.any(Number)],
    ['soon', undefined],
    ['', undefined],
  ])('reads Retry-After "%s"', async (header, expected) => {
    answer = () => new Response('busy', { status: 503, headers: { 'retry-after': header } });
    const problem = await problemOf(client().getStatus());
    expect(problem).toMatchObject({ status: 503, code: 'http-503', isTemporary: true });
    expect(problem.retryAfterMs).toEqual(expected);
  });

  it('says so when the answer is not what the API promises', async () => {
    answer = () => new Response('<html>', { headers: { 'content-type': 'application/json' } });
    await expect(problemOf(client().getStatus())).resolves.toMatchObject({ code: 'unreadable-answer' });
  });

  it('says so when nothing answers', async () => {
    answer = () => Promise.reject(new TypeError('fetch failed'));
    const problem = await problemOf(client().getStatus());
    expect(problem).toMatchObject({ status: 0, code: 'unreachable', isTemporary: true });
    expect(problem.detail).toContain('http://127.0.0.1:8000');
  });

  it('gives up in time', async () => {
    answer = ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    await expect(problemOf(client({ timeoutMs: 1 }).getStatus())).resolves.toMatchObject({ code: 'timed-out' });
  });

  it('leaves an abort by its caller as it is', async () => {
    const stop = new AbortController();
    answer = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        stop.abort();
      });
    await expect(client().getStatus({ signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
