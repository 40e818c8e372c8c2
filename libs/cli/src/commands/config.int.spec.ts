import { CliRig } from '../cli-rig.fixture';

const VIEW = {
  agents: [{ id: 'analyst', name: 'Analyst', enabled: false }],
  workflow: { parallel_execution: true },
  llm_providers: ['anthropic', 'openai'],
  rate_limits: { uploads_per_hour: 7 },
  retention: { archive_after_days: 30 },
  notifications: { answer_ready: 'live' },
  version: 4,
  updated_at: null,
  set_keys: ['agents.analyst.enabled'],
};

describe('the configuration on the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
    rig.environment = { BOTARMY_URL: 'http://127.0.0.1:8000', BOTARMY_TOKEN: 'token-of-a-test' };
    rig.answer('GET /api/config', () => VIEW);
    rig.answer('POST /api/config', () => ({ success: true, updated_at: '2026-01-15T10:30:00.000Z', version: 5 }));
  });
  afterEach(() => rig.remove());

  it('is shown key by key, with what was set', async () => {
    const { stdout, code } = await rig.run(['config', 'get']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^agents\.analyst\.enabled +false +set$/m);
    expect(stdout).toMatch(/^llm_providers +anthropic,openai +default$/m);
    expect((await rig.run(['config', 'get', 'workflow.parallel_execution'])).stdout).not.toContain('llm_providers');
    expect((await rig.run(['config', 'get', 'nothing.here'])).code).toBe(4);
  });

  it.each([
    [['agents.analyst.enabled', 'false'], { agents: [{ id: 'analyst', enabled: false }] }],
    [['llm_providers', 'openai,anthropic'], { llm_providers: ['openai', 'anthropic'] }],
    [['workflow.parallel_execution', 'true'], { workflow: { parallel_execution: true } }],
    [['retention.archive_after_days', '9'], { retention: { archive_after_days: 9 } }],
    [['notifications.answer_ready', 'off'], { notifications: { answer_ready: 'off' } }],
    [['llm_providers', '--default'], { reset: ['llm_providers'] }],
  ])('is changed: %j', async (args, body) => {
    expect((await rig.run(['config', 'set', ...args])).stdout).toContain('version 5');
    expect(rig.requests.at(-1)?.body).toEqual(body);
  });

  it.each([[['llm_providers']], [['llm_providers', 'a', '--default']], [['agents.analyst.enabled', 'perhaps']]])(
    '%j is refused before anything is asked',
    async (args) => {
      expect((await rig.run(['config', 'set', ...args])).code).toBe(2);
      expect(rig.requests).toEqual([]);
    },
  );

  it('has a history', async () => {
    const change = { version: 5, scope: 'tenant', changed_by: 'usr_a', changed_at: '2026-01-15T10:30:00.000Z' };
    rig.answer('GET /api/config/history', () => ({
      changes: [{ ...change, before: {}, after: { llm_providers: ['openai'] } }],
      next_cursor: '4',
    }));
    const { stdout } = await rig.run(['config', 'history']);
    expect(stdout).toContain('{"llm_providers":["openai"]}');
    expect(stdout).toContain('--cursor 4');
    rig.answer('GET /api/config/history', () => ({ changes: [], next_cursor: null }));
    expect((await rig.run(['config', 'history'])).stdout).toContain('Nothing was changed');
  });
});
