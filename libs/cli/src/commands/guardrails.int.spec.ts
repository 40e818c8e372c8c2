import { CliRig } from '../cli-rig.fixture';

const POLICY = {
  route: '*',
  rules: [
    { kind: 'email', action: 'redact' },
    { kind: 'phone', action: 'label' },
  ],
  names: ['Anna Lindqvist'],
  restores_for: 'readers',
  max_input_bytes: null,
  max_output_tokens: null,
  version: 2,
  updated_by: 'usr_a',
  updated_at: '2026-01-01T00:00:00.000Z',
};

describe('guardrails at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  it('are listed with the rules that do more than note', async () => {
    rig.answer('GET /api/guardrails', () => ({ policies: [POLICY] }));
    const { stdout } = await rig.run(['guardrail', 'list']);
    expect(stdout).toMatch(/^\* +email=redact +1 +readers +2$/m);
    rig.answer('GET /api/guardrails', () => ({ policies: [] }));
    expect((await rig.run(['guardrail', 'list'])).stdout).toContain('No policy is set');
  });

  it('are set and removed', async () => {
    let match: string | null = null;
    rig.answer('PUT /api/guardrails', ({ headers }) => {
      match = headers.get('if-match');
      return POLICY;
    });
    const set = ['guardrail', 'set', '*', '--rule', 'email=redact', '--rule', 'card=block', '--values-for', 'readers'];
    const { stdout } = await rig.run([...set, '--max-tokens', '500', '--version', '1']);
    expect([stdout, match]).toEqual(['The policy of * holds (version 2).\n', '"1"']);
    expect(rig.requests.at(-1)?.body).toEqual({
      route: '*',
      rules: [
        { kind: 'email', action: 'redact' },
        { kind: 'card', action: 'block' },
      ],
      restores_for: 'readers',
      max_output_tokens: 500,
    });
    rig.answer('DELETE /api/guardrails', () => ({ success: true }));
    expect((await rig.run(['guardrail', 'remove', 'openai/gpt-4o'])).stdout).toContain('no policy of its own');
  });

  it.each([['email'], ['email=shout'], ['horoscope=label'], ['email=label=block']])(
    'refuse the rule %s',
    async (rule) => {
      const { code, stderr } = await rig.run(['guardrail', 'set', '*', '--rule', rule]);
      expect(code).not.toBe(0);
      expect(stderr).not.toBe('');
      expect(rig.requests).toEqual([]);
    },
  );

  it('give values back', async () => {
    rig.answer('POST /api/workflows/wf_a/reveal', () => ({ text: 'To anna@example.org', revealed: 1 }));
    const { stdout } = await rig.run(['reveal', 'wf_a', 'To [EMAIL_aaaaaaaaaaaa]']);
    expect(stdout).toBe('To anna@example.org\n');
  });
});

describe('providers at the command line', () => {
  it('are shown with every model that was asked', async () => {
    const rig = new CliRig();
    const model = { model: 'gpt-4o', key_id: null, circuit: 'open', reopens_in_ms: 900, under_way: 0 };
    const shared = { simulated: false, response_time_ms: 12, under_way: 1, waiting: 0, concurrency: 256 };
    rig.answer('GET /api/providers/health', () => ({
      providers: [
        { id: 'openai', status: 'degraded', ...shared, models: [{ ...model, first_token_ms: null }] },
        { id: 'google', status: 'healthy', ...shared, simulated: true, response_time_ms: null, models: [] },
      ],
    }));
    const { stdout } = await rig.run(['providers']);
    expect(stdout).toMatch(/^openai +degraded +1 of 256 +0 +12 ms +gpt-4o +open for 900 ms +-$/m);
    expect(stdout).toMatch(/^google \(simulated\) +healthy +1 of 256 +0 +- +- +- +-$/m);
    rig.remove();
  });
});
