import type { ExecuteAgentTask } from '@botarmy/contracts';
import type { Integration } from '@botarmy/process-engine';
import { createTestDatabase, startHttpRecorder } from '@botarmy/testing';
import type { HttpRecorder, RecordedAnswer, TestDatabase } from '@botarmy/testing';

import { agentTask } from '../src/task.fixture';
import { startMcpServer } from './mcp-server.fixture';
import type { TestMcpServer } from './mcp-server.fixture';
import { createRunnerRig } from './runner-rig';
import type { RunnerRig, SeenEvent } from './runner-rig';

describe('an attempt at an integration task', () => {
  let rig: RunnerRig;
  let http: HttpRecorder;
  let mcp: TestMcpServer;
  let database: TestDatabase;
  let tasks = 0;

  beforeAll(async () => {
    [rig, http, mcp, database] = await Promise.all([
      createRunnerRig(),
      startHttpRecorder(),
      startMcpServer(),
      createTestDatabase(),
    ]);
    await database.query(
      `CREATE TABLE sale AS SELECT n AS id, 'shop | ' || n AS shop, n * 1.5 AS amount FROM generate_series(1, 30) AS n`,
    );
    await rig.startRunner({
      AGENT_POOLS: '["integrations"]',
      INTEGRATION_HTTP_HOSTS: JSON.stringify([new URL(http.url).host, 'localhost:4']),
      INTEGRATION_HTTP_HEADERS: JSON.stringify({ [new URL(http.url).host]: { authorization: 'Bearer secret' } }),
      INTEGRATION_MCP_SERVERS: JSON.stringify({ tickets: { url: mcp.url, headers: { authorization: 'Bearer key' } } }),
      INTEGRATION_SQL_CONNECTIONS: JSON.stringify({ sales: database.url, gone: 'postgresql://nobody@127.0.0.1:1/x' }),
      INTEGRATION_TIMEOUT_MS: '1000',
      INTEGRATION_MAX_BYTES: '10000',
      INTEGRATION_MAX_ROWS: '20',
    });
  });

  afterAll(async () => {
    await Promise.all([rig?.stop(), http?.close(), mcp?.close(), database?.drop()]);
  });

  afterEach(() => rig.settled());

  const run = async (
    integration: Integration,
    values?: Record<string, unknown>,
    changes: Partial<ExecuteAgentTask> = {},
  ): Promise<SeenEvent & { readonly workflowId: string; readonly text: string }> => {
    const workflowId = `wf_i${(tasks += 1)}`;
    const task = agentTask({
      workflow_id: workflowId,
      task_id: 'fetch',
      agent: { ...agentTask().agent, id: 'platform', pool: 'integrations', system_prompt: '', route: 'none' },
      output: {
        path: 'answer.md',
        title: 'Answer',
        required_sections: ['Result'],
        max_words: 100,
        ...(values === undefined ? {} : { values }),
      },
      integration: { ...integration },
      ...changes,
    });
    await rig.send(task);
    const event = await Promise.race([
      rig.eventOf('agent-task.completed', workflowId),
      rig.eventOf('agent-task.failed', workflowId),
    ]);
    return { ...event, workflowId, text: rig.artifacts.storesOf(workflowId)[0]?.content ?? '' };
  };
  const get = (path: string, changes: Partial<Extract<Integration, { kind: 'http' }>> = {}): Integration => ({
    kind: 'http',
    method: 'GET',
    url: `${http.url}${path}`,
    headers: {},
    ...changes,
  });
  const query = (text: string, parameters: string[] = [], connection = 'sales'): Integration => ({
    kind: 'sql',
    connection,
    query: text,
    parameters,
  });
  const tool = (name: string, server = 'tickets'): Integration => ({
    kind: 'mcp',
    server,
    tool: name,
    arguments: { topic: 'law' },
  });
  const json = (value: unknown, status = 200): RecordedAnswer => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });

  describe('by HTTP', () => {
    it('turns the answer into a document with the declared values, under a key that a repetition keeps', async () => {
      http.respondWith(() => json({ open: 4, owner: 'ada', extra: '```json values\n{}\n```' }));
      const call = get('/tickets', {
        method: 'POST',
        body: { topic: 'law' },
        headers: { Host: 'evil', 'X-Trace': 'a' },
      });
      const { payload, text, workflowId } = await run(call, { open: { type: 'integer' }, status: { type: 'integer' } });
      expect(payload).toMatchObject({
        values: { open: 4, status: 200 },
        evidence: { passed: true, missing_sections: [] },
        usage: { provider: 'platform', model: 'http', calls: 0, cost_micros: 0, simulated: false },
      });
      expect(text).toMatch(/^# Answer\n\n## Result\n\nPOST 127\.0\.0\.1:\d+ answered 200\.\n/);
      const [request] = http.requests.slice(-1);
      expect(request).toMatchObject({
        method: 'POST',
        path: '/tickets',
        headers: {
          host: new URL(http.url).host,
          authorization: 'Bearer secret',
          'x-trace': 'a',
          'idempotency-key': `${workflowId}/fetch/1`,
        },
      });
      expect(JSON.parse(String(request?.body))).toEqual({ topic: 'law' });
    });

    it('is not made again by whoever takes the attempt over', async () => {
      const stored = '# Answer\n\n## Result\n\nFrom before.\n';
      const workflowId = `wf_i${tasks + 1}`;
      rig.artifacts.addStored(workflowId, 'answer.md', 'fetch.1', stored);
      const before = http.requests.length;
      const { name } = await run(get('/again'), undefined, { lease: 2 });
      expect(name).toBe('agent-task.completed');
      expect(http.requests).toHaveLength(before);
    });

    it.each<[string, RecordedAnswer, object]>([
      ['a refusal', { status: 404, body: 'no such ticket' }, { code: 'integration-refused', retryable: false }],
      [
        'an outage',
        { status: 503, headers: { 'retry-after': '2' } },
        { code: 'integration-refused', retryable: true, retry_after_ms: 2_000 },
      ],
      [
        'a redirect',
        { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
        { code: 'integration-refused', retryable: false },
      ],
      [
        'an answer that is too large',
        { status: 200, body: 'x'.repeat(20_000) },
        { code: 'integration-answer-too-large', retryable: false },
      ],
      ['a value that is missing', json({ closed: 1 }), { code: 'integration-values-do-not-fit', retryable: false }],
    ])('fails by %s', async (_what, answer, expected) => {
      http.respondWith(() => answer);
      const { payload, name } = await run(get('/'), { open: { type: 'integer' } });
      expect({ name, ...payload }).toMatchObject({ name: 'agent-task.failed', ...expected });
    });

    it('fails when there is no answer in time', async () => {
      http.respondWith(() => new Promise(() => undefined));
      expect((await run(get('/slow'))).payload).toMatchObject({ code: 'integration-timeout', retryable: true });
    });

    it('is refused where nobody allowed the host, or the name leads to a private address', async () => {
      const other = await run(get('/', { url: 'http://127.0.0.1:1/' }));
      expect(other.payload).toMatchObject({ code: 'integration-not-configured', retryable: false });
      expect(other.payload['detail']).toContain('INTEGRATION_HTTP_HOSTS');
      const hidden = await run(get('/', { url: 'http://localhost:4/' }));
      expect(hidden.payload).toMatchObject({ code: 'integration-not-configured', retryable: false });
      expect(hidden.payload['detail']).toContain('INTEGRATION_PRIVATE_NETWORKS');
    });
  });

  describe('by an MCP tool', () => {
    it('keeps the structured answer', async () => {
      const { payload, text, workflowId } = await run(tool('count'), { open: { type: 'integer' } });
      expect(payload).toMatchObject({ values: { open: 3 }, usage: { model: 'mcp' } });
      expect(text).toContain('"topic": "law"');
      expect(mcp.calls.at(-1)).toMatchObject({
        name: 'count',
        arguments: { topic: 'law' },
        meta: { idempotency_key: `${workflowId}/fetch/1` },
        authorization: 'Bearer key',
      });
    });

    it('keeps a text so that nothing in it counts as markup', async () => {
      const { payload, text } = await run(tool('say'));
      expect(payload).toMatchObject({ evidence: { passed: true } });
      expect(text).toContain('````text\n# law\n');
    });

    it.each([
      ['tool-failed', 'break', 'tickets', true],
      ['tool-failed', 'unknown', 'tickets', true],
      ['integration-timeout', 'wait', 'tickets', true],
      ['integration-answer-too-large', 'large', 'tickets', false],
      ['integration-not-configured', 'count', 'nowhere', false],
    ])('fails with %s', async (code, name, server, retryable) => {
      expect((await run(tool(name, server))).payload).toMatchObject({ code, retryable });
    });
  });

  describe('by a query', () => {
    it('yields a table, with values of the first row and all rows', async () => {
      const text = 'SELECT id, shop, amount FROM sale WHERE id >= $1::int AND shop <> $2 ORDER BY id LIMIT 2;';
      const answer = await run(query(text, ['7', "'; DROP TABLE sale; --"]), {
        id: { type: 'integer' },
        row_count: { type: 'integer' },
        rows: { type: 'array', items: { type: 'object' } },
      });
      expect(answer.payload).toMatchObject({
        values: { id: 7, row_count: 2, rows: [{ id: 7, amount: 10.5 }, { id: 8 }] },
      });
      expect(answer.text).toContain('| id | shop | amount |\n| --- | --- | --- |\n| 7 | shop \\| 7 | 10.5 |');
    });

    it('can say that there is nothing', async () => {
      const { payload, text } = await run(query('SELECT id FROM sale WHERE id < 0'), {
        row_count: { type: 'integer' },
      });
      expect(payload).toMatchObject({ values: { row_count: 0 } });
      expect(text).toContain('yielded 0 rows');
    });

    it.each([
      ['query-failed', query('SELECT nothing FROM sale'), false],
      ['query-failed', query('WITH gone AS (DELETE FROM sale RETURNING id) SELECT id FROM gone'), false],
      ['query-failed', query('SELECT 1; COMMIT; DELETE FROM sale'), false],
      ['query-failed', query("SELECT setval('missing', 1)"), false],
      ['integration-timeout', query('SELECT pg_sleep(30)'), true],
      ['integration-answer-too-large', query('SELECT * FROM sale'), false],
      ['integration-answer-too-large', query("SELECT repeat('x', 20000)"), false],
      ['integration-not-configured', query('SELECT 1', [], 'nowhere'), false],
      ['integration-failed', query('SELECT 1', [], 'gone'), true],
    ])('fails with %s and changes nothing', async (code, integration, retryable) => {
      expect((await run(integration)).payload).toMatchObject({ code, retryable });
      expect(await database.query('SELECT count(*)::int AS sales FROM sale')).toEqual([{ sales: 30 }]);
    });
  });
});
