import { createHash } from 'node:crypto';

import { connect, nkeyAuthenticator } from 'nats';
import { Client } from 'pg';

import type { Caller } from '@botarmy/contracts';
import { modelCallSettled, subjectOf } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callRequest, createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';

describe('a model call', () => {
  let rig: RouterRig;

  beforeAll(async () => {
    rig = await createRouterRig();
    await rig.start();
  });
  afterAll(() => rig.stop());
  beforeEach(() => rig.simulator.clear());

  /** The newest news of a workflow, read as the orchestrator may. */
  async function newsOf(workflowId: string): Promise<{ event_id: string; payload: Record<string, unknown> }> {
    const connection = await connect({
      servers: rig.broker.url,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(rig.broker.seedOf('orchestrator'))),
      inboxPrefix: '_INBOX_orchestrator',
    });
    try {
      const manager = await connection.jetstreamManager({ checkAPI: false });
      const subject = subjectOf(modelCallSettled as never, RUNNER.tenant_id, workflowId);
      const message = await waitFor(() => manager.streams.getMessage('EVENTS', { last_by_subj: subject }), {
        describe: 'the news of the call',
      });
      return { event_id: message.header.get('Nats-Msg-Id'), payload: message.json() };
    } finally {
      await connection.close();
    }
  }

  it('is answered in pieces, recorded, and replayed for free under its key', async () => {
    const request = callRequest();
    const pieces: string[] = [];
    const reply = await rig.ask(request, { onDelta: (text) => pieces.push(text) });
    expect(reply).toMatchObject({
      finish_reason: 'stop',
      replayed: false,
      usage: { provider: 'openai', model: 'gpt-6.1-terra', calls: 1, cost_micros: 0, simulated: true },
    });
    expect(pieces.join('')).toBe(reply.text);
    const row = await rig.rowOf(request);
    expect(row).toMatchObject({
      status: 'completed',
      answer: reply.text,
      answer_sha256: createHash('sha256').update(reply.text).digest('hex'),
      provider_requests: [{ provider: 'openai', outcome: 'completed', claim: 1, simulated: true }],
    });
    // The key says what is meant, never the words.
    const replay = await rig.ask({ ...request, messages: [{ role: 'user', content: 'in other words' }] });
    expect(replay).toEqual({ ...reply, replayed: true });
    await expect(rig.simulator.calls()).resolves.toMatchObject([{ idempotency_key: request.idempotency_key }]);
  });

  it('is announced once it is booked', async () => {
    const request = callRequest();
    const reply = await rig.ask(request);
    await expect(newsOf(request.workflow_id)).resolves.toMatchObject({
      event_id: `${reply.call_id}.1`,
      payload: { call_id: reply.call_id, outcome: 'completed', usage: reply.usage, provider_requests: 1 },
    });
  });

  it('belongs to its tenant: another one with the same key pays for itself and sees nothing', async () => {
    const request = callRequest();
    const stranger: Caller = { ...RUNNER, tenant_id: 'ten_other' };
    const [own, other] = [await rig.ask(request), await rig.ask(request, {}, stranger)];
    expect(other.replayed).toBe(false);
    expect(other.call_id).not.toBe(own.call_id);
    await expect(rig.simulator.calls()).resolves.toHaveLength(2);
  });

  it('carries any text a model may write, long and broken ones included', async () => {
    const text = `NUL \u0000, "quotes" and \\ ${'🎉ö"\n'.repeat(60_000)}end`;
    await rig.simulator.script({ match: {}, script: { text } });
    const request = callRequest({ max_output_tokens: 200_000 });
    const first = await rig.ask(request);
    expect(first.text).toBe(text.replace('\u0000', '\uFFFD'));
    await expect(rig.ask(request)).resolves.toEqual({ ...first, replayed: true });
  });

  it('ends when the asker leaves; the connection to the provider is closed and the call can be made again', async () => {
    await rig.simulator.script({
      match: {},
      times: 1,
      script: { tokens_per_second: 50, fault: { kind: 'stall', after_tokens: 20 } },
    });
    const request = callRequest();
    const leaving = new AbortController();
    const onDelta = (): void => leaving.abort(new Error('no longer needed'));
    await expect(rig.ask(request, { signal: leaving.signal, onDelta })).rejects.toThrow('no longer needed');
    await rig.simulator.ended('client-left');
    await waitFor(async () => (await rig.rowOf(request)).status === 'failed', { describe: 'the end of the call' });
    await expect(rig.rowOf(request)).resolves.toMatchObject({ error_code: 'cancelled', reserved_micros: '0' });
    await expect(rig.ask(request)).resolves.toMatchObject({ replayed: false, finish_reason: 'stop' });
    await expect(rig.rowOf(request)).resolves.toMatchObject({
      claim: 2,
      provider_requests: [{ error_code: 'cancelled' }, { outcome: 'completed', claim: 2 }],
    });
  });

  it('row 14: ends when the time of the caller is over', async () => {
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'stall' } } });
    const request = callRequest({ timeout_ms: 1_000 });
    await expect(rig.ask(request)).rejects.toMatchObject({ status: 504, code: 'model-call-timeout' });
    await rig.simulator.ended('client-left');
    await expect(rig.rowOf(request)).resolves.toMatchObject({ status: 'failed', error_code: 'call-timeout' });
  });

  it.each([
    [{ route: 'unheard-of' }, 'unknown-route'],
    [{ workflow_id: 'WF.1', idempotency_key: 'odd/1/1' }, 'invalid-workflow-id'],
  ])('with %j is refused before anything is paid', async (changes, code) => {
    await expect(rig.ask(callRequest(changes))).rejects.toMatchObject({ status: 400, code });
    await expect(rig.simulator.calls()).resolves.toEqual([]);
  });

  it('is a row that the service sees only as its tenant', async () => {
    const request = callRequest();
    await rig.ask(request);
    const client = new Client({ connectionString: rig.database.serviceUrl });
    await client.connect();
    const visible = async (tenantId?: string): Promise<number> => {
      if (tenantId !== undefined) await client.query("SELECT set_config('botarmy.tenant', $1, false)", [tenantId]);
      const sql = 'SELECT 1 FROM llm_router.model_call WHERE idempotency_key = $1';
      return (await client.query(sql, [request.idempotency_key])).rows.length;
    };
    expect([await visible(), await visible('ten_other'), await visible(RUNNER.tenant_id)]).toEqual([0, 0, 1]);
    await client.end();
  });
});
