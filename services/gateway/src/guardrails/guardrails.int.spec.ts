import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  listGuardrailPolicies,
  readProviderHealth,
  removeGuardrailPolicy,
  revealPlaceholders,
  setGuardrailPolicy,
} from '@botarmy/contracts';
import type { GuardrailPolicyView, ReadProviderHealthReply } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const POLICY: GuardrailPolicyView = {
  route: 'openai/gpt-4o',
  rules: [{ kind: 'email', action: 'redact' }],
  names: [],
  restores_for: 'caller',
  max_input_bytes: null,
  max_output_tokens: null,
  version: 3,
  updated_by: 'usr_admin',
  updated_at: '2026-01-01T00:00:00.000Z',
};
const HEALTH: ReadProviderHealthReply = {
  providers: [
    {
      id: 'openai',
      status: 'healthy',
      simulated: false,
      response_time_ms: 12,
      under_way: 1,
      waiting: 0,
      concurrency: 256,
      models: [
        { model: 'gpt-4o', key_id: null, circuit: 'open', reopens_in_ms: 900, under_way: 0, first_token_ms: null },
      ],
    },
  ],
};

describe('guardrails at the gateway', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    rig.answer(listGuardrailPolicies, () => ({ policies: [POLICY] }));
    rig.answer(setGuardrailPolicy, () => POLICY);
    rig.answer(removeGuardrailPolicy, () => ({ success: true }));
    rig.answer(revealPlaceholders, () => ({ text: 'To anna@example.org', revealed: 1 }));
    rig.answer(readProviderHealth, () => HEALTH);
  });
  afterAll(() => rig.stop());

  const as = (role: 'viewer' | 'operator' | 'admin', path: string, sending: Sending = {}) =>
    send(gateway.url + path, { bearer: rig.session(role), ...sending });

  it('are set from the version that was read, and name it', async () => {
    const body = { route: 'openai/gpt-4o', rules: [{ kind: 'email', action: 'redact' }] };
    const missing = await as('admin', '/api/guardrails', { method: 'PUT', body });
    expect([missing.status, missing.json()]).toEqual([428, expect.objectContaining({ code: 'precondition-required' })]);
    const set = await as('admin', '/api/guardrails', { method: 'PUT', body, headers: { 'if-match': '"2"' } });
    expect([set.status, set.headers.get('etag'), set.json()]).toEqual([200, '"3"', POLICY]);
    const any = await as('admin', '/api/guardrails', { method: 'PUT', body, headers: { 'if-match': '*' } });
    expect(any.status).toBe(200);
    expect(rig.askedOf(setGuardrailPolicy).map(({ request }) => request)).toEqual([
      { ...body, expected_version: 2 },
      body,
    ]);
  });

  it('are listed and removed by their route', async () => {
    await expect(as('admin', '/api/guardrails').then((answer) => answer.json())).resolves.toEqual({
      policies: [POLICY],
    });
    const removed = await as('admin', '/api/guardrails?route=openai%2Fgpt-4o', { method: 'DELETE' });
    expect(removed.status).toBe(200);
    expect(rig.askedOf(removeGuardrailPolicy)[0]?.request).toEqual({ route: 'openai/gpt-4o' });
  });

  it.each([
    { route: 'a b' },
    { route: '*', rules: [{ kind: 'horoscope', action: 'redact' }] },
    { route: '*', rules: [{ kind: 'email', action: 'shout' }] },
    { route: '*', max_input_bytes: -1 },
    { route: '*', unknown: true },
    {},
  ])('refuse %j', async (body) => {
    const answer = await as('admin', '/api/guardrails', { method: 'PUT', body, headers: { 'if-match': '*' } });
    expect([answer.status, answer.json()]).toEqual([400, expect.objectContaining({ errors: expect.any(Array) })]);
  });

  it('give values back to administrators alone', async () => {
    const path = `/api/workflows/${createId('wf')}/reveal`;
    const body = { text: 'To [EMAIL_aaaaaaaaaaaa]' };
    const revealed = await as('admin', path, { body });
    expect([revealed.status, revealed.json()]).toEqual([200, { text: 'To anna@example.org', revealed: 1 }]);
    for (const role of ['viewer', 'operator'] as const) expect((await as(role, path, { body })).status).toBe(403);
    expect((await as('operator', '/api/guardrails')).status).toBe(403);
    expect((await as('admin', '/api/workflows/no-id/reveal', { body })).status).toBe(404);
  });

  it('show how providers do to operators', async () => {
    const answer = await as('operator', '/api/providers/health');
    expect([answer.status, answer.json()]).toEqual([200, HEALTH]);
    expect((await as('viewer', '/api/providers/health')).status).toBe(403);
  });
});
