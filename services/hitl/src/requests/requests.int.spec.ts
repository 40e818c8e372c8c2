import { Database, Problem } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { OpenHitlRequest } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerBuilder, createHitlRig, refusalOf, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';

describe('requests to people', () => {
  let rig: HitlRig;
  let hitl: RunningService;
  const elsewhere = callerBuilder({ tenant_id: 'ten_other', user_id: 'usr_eve', user_name: 'Eve' });

  beforeAll(async () => {
    rig = await createHitlRig();
    hitl = await rig.start();
  });
  afterAll(() => rig.stop());

  async function opened(fields: Partial<OpenHitlRequest> = {}, tenantId?: string): Promise<OpenHitlRequest> {
    const request = requestBuilder(fields);
    await rig.handled(await rig.open(request, tenantId === undefined ? {} : { tenantId }));
    return request;
  }

  async function openingsRepeated(): Promise<number> {
    const page = await (await fetch(hitl.metricsUrl)).text();
    return Number(/botarmy_hitl_openings_total\{outcome="repeated"\} (\d+)/.exec(page)?.[1]);
  }

  async function statusOf(request: OpenHitlRequest): Promise<string> {
    return (await rig.get(request.request_id)).status;
  }

  describe('an opened request', () => {
    it('shows all a person needs to decide', async () => {
      const request = await opened();
      await expect(rig.get(request.request_id)).resolves.toMatchObject({
        id: request.request_id,
        workflow_id: request.workflow_id,
        agent_id: 'architect',
        type: 'approval',
        title: request.title,
        description: request.description,
        status: 'pending',
        created_at: request.requested_at,
        resolved_at: null,
        context: { stage: 'design', artifacts: ['architecture.md'] },
        options: request.options,
        artifact_versions: request.artifacts,
        response: null,
        votes: { needed: 1, approved_by: [], objected_by: [] },
      });
    });

    it('is opened once, however often the command arrives', async () => {
      const request = requestBuilder();
      const eventId = await rig.open(request);
      await rig.handled(eventId);
      await rig.open({ ...request, title: 'Changed' }, { eventId });
      await rig.open({ ...request, title: 'Changed by another command' });
      await waitFor(async () => (await openingsRepeated()) === 2, { describe: 'both repetitions to be handled' });
      await expect(rig.get(request.request_id)).resolves.toMatchObject({ title: request.title, status: 'pending' });
      const { total_count } = await rig.list({ workflow_id: request.workflow_id });
      expect(total_count).toBe(1);
    });

    it('row 5: tells its answer again to a workflow that asks again, because the broker lost the news', async () => {
      const request = await opened();
      await rig.respond({ request_id: request.request_id, response: 'approve' });
      const told = await rig.answersInStream(request.workflow_id);
      await rig.open(request);
      await waitFor(async () => (await rig.answersInStream(request.workflow_id)).length === 2, {
        describe: 'the answer to be told again',
      });
      expect(await rig.answersInStream(request.workflow_id)).toEqual([...told, ...told]);
    });

    it('keeps text that PostgreSQL cannot store in a readable form', async () => {
      const request = await opened({ title: 'a\0b', description: `half \ud800 of a pair` });
      await expect(rig.get(request.request_id)).resolves.toMatchObject({
        title: 'a\uFFFDb',
        description: 'half \uFFFD of a pair',
      });
    });
  });

  describe('a list', () => {
    it('shows the open ones, oldest first, page by page', async () => {
      const workflow_id = createId('wf');
      // Same instant for two of them: the id decides.
      const times = ['2026-01-01T00:00:02.000Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:01.000Z'];
      const ids: string[] = [];
      for (const requested_at of times) ids.push((await opened({ workflow_id, requested_at })).request_id);
      const expected = [...ids.slice(1).sort(), ids[0]];

      const first = await rig.list({ workflow_id, limit: 2 });
      expect(first).toMatchObject({ total_count: 3, requests: [{ id: expected[0] }, { id: expected[1] }] });
      expect(first.requests).toHaveLength(2);
      const second = await rig.list({ workflow_id, limit: 2, cursor: first.next_cursor ?? '' });
      expect(second).toMatchObject({ total_count: 3, next_cursor: null, requests: [{ id: expected[2] }] });
    });

    it('shows answered and closed ones when asked for them', async () => {
      const workflow_id = createId('wf');
      const [open, answered, closed] = [
        await opened({ workflow_id }),
        await opened({ workflow_id }),
        await opened({ workflow_id }),
      ];
      await rig.respond({ request_id: answered.request_id, response: 'reject' });
      await rig.close(closed);

      const idsOf = async (status?: 'all' | 'rejected' | 'cancelled') =>
        (await rig.list({ workflow_id, ...(status === undefined ? {} : { status }) })).requests.map(({ id }) => id);
      await expect(idsOf()).resolves.toEqual([open.request_id]);
      await expect(idsOf('rejected')).resolves.toEqual([answered.request_id]);
      await expect(idsOf('cancelled')).resolves.toEqual([closed.request_id]);
      await expect(idsOf('all')).resolves.toHaveLength(3);
    });

    it('refuses a cursor it did not give out', async () => {
      for (const cursor of ['nonsense', '99999999999999999.hitl_a', '1767225600000'])
        await expect(refusalOf(rig.list({ cursor }))).resolves.toMatchObject({ status: 400, code: 'cursor-invalid' });
    });
  });

  describe('an answer', () => {
    it('is recorded, completes the request and becomes one event', async () => {
      const request = await opened();
      const reply = await rig.respond({
        request_id: request.request_id,
        response: 'modify',
        feedback: 'Use fewer services',
        modifications: ['Merge A and B'],
      });
      expect(reply).toEqual({
        success: true,
        resolved_at: expect.any(String),
        workflow_resumed: true,
        status: 'modified',
        votes: { needed: 1, approved_by: [], objected_by: ['usr_ada'] },
      });
      await expect(rig.get(request.request_id)).resolves.toMatchObject({
        status: 'modified',
        resolved_at: reply.resolved_at,
        response: {
          response: 'modified',
          feedback: 'Use fewer services',
          modifications: ['Merge A and B'],
          answered_by: 'usr_ada',
          answered_by_name: 'Ada',
          answered_at: reply.resolved_at,
        },
      });
      await expect(rig.answersInStream(request.workflow_id)).resolves.toEqual([
        {
          request_id: request.request_id,
          workflow_id: request.workflow_id,
          response: 'modified',
          feedback: 'Use fewer services',
          modifications: ['Merge A and B'],
          answered_by: 'usr_ada',
          answered_at: reply.resolved_at,
        },
      ]);
    });

    it.each([
      ['approve', 'approved'],
      ['approved', 'approved'],
      ['reject', 'rejected'],
      ['rejected', 'rejected'],
    ])('"%s" is stored as "%s"', async (sent, stored) => {
      const request = await opened();
      await rig.respond({ request_id: request.request_id, response: sent });
      await expect(statusOf(request)).resolves.toBe(stored);
    });

    it('repeated by the same person gets the same reply, in either spelling', async () => {
      const request = await opened();
      const caller = callerBuilder({ idempotency_key: 'key-1' });
      const first = await rig.respond({ request_id: request.request_id, response: 'approve' }, caller);
      const repeats = [
        await rig.respond({ request_id: request.request_id, response: 'approve' }, caller),
        await rig.respond({ request_id: request.request_id, response: 'approved', feedback: '' }),
      ];
      for (const repeat of repeats) expect(repeat).toEqual(first);
    });

    it('other than the one on record is refused with who and when', async () => {
      const request = await opened();
      const { resolved_at } = await rig.respond({ request_id: request.request_id, response: 'approve' });
      const others: [string, ReturnType<typeof callerBuilder>][] = [
        ['reject', callerBuilder()],
        ['approve', callerBuilder({ user_id: 'usr_bob', user_name: 'Bob' })],
      ];
      for (const [response, caller] of others) {
        const refusal = await refusalOf(rig.respond({ request_id: request.request_id, response }, caller));
        expect(refusal).toMatchObject({ status: 409, code: 'already-answered' });
        expect(refusal.detail).toContain('Ada');
        expect(refusal.detail).toContain('approved');
        expect(refusal.detail).toContain(resolved_at);
      }
    });

    it('other than the first under the same idempotency key is refused as such', async () => {
      const request = await opened();
      const caller = callerBuilder({ idempotency_key: 'key-2' });
      await rig.respond({ request_id: request.request_id, response: 'approve' }, caller);
      await expect(
        refusalOf(rig.respond({ request_id: request.request_id, response: 'reject' }, caller)),
      ).resolves.toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    });

    it('"modify" needs feedback or modifications', async () => {
      const request = await opened();
      for (const empty of [{}, { feedback: '  ' }, { modifications: [''] }]) {
        await expect(
          refusalOf(rig.respond({ request_id: request.request_id, response: 'modify', ...empty })),
        ).resolves.toMatchObject({ status: 422, code: 'feedback-missing' });
      }
      await expect(statusOf(request)).resolves.toBe('pending');
      await rig.respond({ request_id: request.request_id, response: 'modify', modifications: ['Shorter'] });
      await expect(statusOf(request)).resolves.toBe('modified');
    });

    it('the request does not offer is refused with those it offers', async () => {
      const request = await opened({ options: [{ value: 'approve', label: 'Approve' }] });
      const refusal = await refusalOf(rig.respond({ request_id: request.request_id, response: 'reject' }));
      expect(refusal).toMatchObject({ status: 422, code: 'response-not-offered' });
      expect(refusal.detail).toContain('approved');
    });

    it('to a request without options may be any', async () => {
      const request = await opened({ type: 'input', options: [] });
      await expect(rig.respond({ request_id: request.request_id, response: 'reject' })).resolves.toMatchObject({
        success: true,
      });
    });

    it('with text that cannot be stored is refused by field', async () => {
      const request = await opened();
      const refusal = await refusalOf(
        rig.respond({
          request_id: request.request_id,
          response: 'modify',
          feedback: 'a\0b',
          modifications: ['fine', '\ud800'],
        }),
      );
      expect(refusal).toMatchObject({ status: 400, code: 'validation-failed' });
      expect(refusal.errors?.map(({ path }) => path)).toEqual(['feedback', 'modifications.1']);
    });

    it('by a viewer or operator is refused', async () => {
      const request = await opened();
      for (const role of ['viewer', 'operator'] as const) {
        await expect(
          refusalOf(rig.respond({ request_id: request.request_id, response: 'approve' }, callerBuilder({ role }))),
        ).resolves.toMatchObject({ status: 403 });
      }
      await expect(statusOf(request)).resolves.toBe('pending');
    });

    it('row 22: of 50 people at once one wins, 49 are refused, one event leaves', async () => {
      const request = await opened();
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const caller = callerBuilder({ user_id: `usr_${index}`, user_name: `Person ${index}` });
          const response = index % 2 === 0 ? 'approve' : 'reject';
          try {
            await rig.respond({ request_id: request.request_id, response }, caller);
            return { status: 200, winner: caller.user_id, detail: '' };
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            return { status: error.status, winner: undefined, detail: error.detail };
          }
        }),
      );
      const accepted = answers.filter(({ status }) => status === 200);
      expect(accepted).toHaveLength(1);
      const refused = answers.filter(({ status }) => status === 409);
      expect(refused).toHaveLength(49);
      const view = await rig.get(request.request_id);
      expect(view.response?.answered_by).toBe(accepted[0]?.winner);
      for (const { detail } of refused) expect(detail).toContain(view.response?.answered_by_name);

      await expect(rig.answersInStream(request.workflow_id)).resolves.toMatchObject([
        { answered_by: view.response?.answered_by },
      ]);
    }, 60_000);

    it('row 22: repeated 20 times at once by one person is one answer with one reply', async () => {
      const request = await opened();
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => rig.respond({ request_id: request.request_id, response: 'approve' })),
      );
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    });
  });

  describe('a closed request', () => {
    it('takes no answer and says why', async () => {
      const request = await opened();
      await rig.close(request, { reason: 'workflow-cancelled' });
      const refusal = await refusalOf(rig.respond({ request_id: request.request_id, response: 'approve' }));
      expect(refusal).toMatchObject({ status: 409, code: 'request-closed' });
      expect(refusal.detail).toContain('workflow-cancelled');
      await expect(rig.answersInStream(request.workflow_id)).resolves.toEqual([]);
    });

    it('stays closed when the closing overtook the opening', async () => {
      const request = requestBuilder();
      await rig.close(request);
      await expect(refusalOf(rig.get(request.request_id))).resolves.toMatchObject({ status: 404 });
      await expect(
        refusalOf(rig.respond({ request_id: request.request_id, response: 'approve' })),
      ).resolves.toMatchObject({ status: 404 });
      await expect(rig.list({ workflow_id: request.workflow_id, status: 'all' })).resolves.toMatchObject({
        total_count: 0,
      });

      await rig.handled(await rig.open(request));
      await expect(rig.get(request.request_id)).resolves.toMatchObject({ status: 'cancelled', title: request.title });
    });

    it('keeps an answer that came first', async () => {
      const request = await opened();
      await rig.respond({ request_id: request.request_id, response: 'approve' });
      await rig.close(request);
      await expect(statusOf(request)).resolves.toBe('approved');
    });

    it('of another workflow is left alone', async () => {
      const request = await opened();
      await rig.close({ ...request, workflow_id: createId('wf') });
      await expect(statusOf(request)).resolves.toBe('pending');
    });
  });

  describe('another tenant', () => {
    it('reads and answers like one that asks for nothing', async () => {
      const request = await opened();
      const unknown = createId('hitl');
      for (const request_id of [request.request_id, unknown]) {
        const refusals = [
          await refusalOf(rig.get(request_id, elsewhere)),
          await refusalOf(rig.respond({ request_id, response: 'approve' }, elsewhere)),
        ];
        for (const refusal of refusals) {
          expect(refusal).toMatchObject({ status: 404, code: 'hitl-request-not-found' });
          expect(refusal.detail).not.toContain(request.request_id);
        }
      }
      await expect(rig.list({ status: 'all' }, elsewhere)).resolves.toMatchObject({ total_count: 0, requests: [] });
      await expect(statusOf(request)).resolves.toBe('pending');
    });

    it('closes nothing here and may use the same id for itself', async () => {
      const request = await opened();
      const theirs = await opened(
        { request_id: request.request_id, workflow_id: request.workflow_id, title: 'Theirs' },
        'ten_other',
      );
      await rig.close(theirs, { tenantId: 'ten_other' });
      await expect(rig.get(request.request_id, elsewhere)).resolves.toMatchObject({ status: 'cancelled' });
      await expect(rig.get(request.request_id)).resolves.toMatchObject({ status: 'pending', title: request.title });
    });
  });

  describe('the login role', () => {
    it('sees no row without a tenant', async () => {
      await opened();
      const { rows } = await hitl.app.get(Database).query('SELECT 1 FROM hitl_request');
      expect(rows).toHaveLength(0);
    });

    it('writes no row of another tenant and deletes none', async () => {
      const database = hitl.app.get(Database);
      const run = (sql: string) => database.withTransaction((client) => client.query(sql), { tenantId: 'ten_default' });
      await expect(
        run(
          `INSERT INTO hitl_request (tenant_id, request_id, workflow_id, created_at) VALUES ('ten_other', 'hitl_x', 'wf_x', now())`,
        ),
      ).rejects.toThrow(/row-level security/);
      await expect(run('DELETE FROM hitl_request')).rejects.toThrow(/permission denied/);
    });
  });

  it('measures answers and how long people took', async () => {
    const metrics = await fetch(hitl.metricsUrl).then((page) => page.text());
    expect(metrics).toMatch(/botarmy_hitl_answers_total\{outcome="accepted"\} [1-9]/);
    expect(metrics).toMatch(/botarmy_hitl_answers_total\{outcome="answered"\} [1-9]/);
    expect(metrics).toMatch(/botarmy_hitl_closed_requests_total [1-9]/);
    expect(metrics).toMatch(/botarmy_hitl_wait_seconds_count [1-9]/);
  });
});
