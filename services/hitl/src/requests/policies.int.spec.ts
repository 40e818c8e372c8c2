import type { MembershipView, OpenHitlRequest } from '@botarmy/contracts';
import { contentHash } from '@botarmy/process-engine';
import { waitFor } from '@botarmy/testing';

import { callerBuilder, createHitlRig, refusalOf, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';

const MINUTE_MS = 60_000;
/** `HITL_ROUNDS=1000` for the long form. */
const ROUNDS = Number(process.env['HITL_ROUNDS'] ?? 5);

function person(name: string, groups: readonly string[] = []): MembershipView {
  return { user_id: `usr_${name}`, user_name: name, role: 'approver', is_active: true, groups: [...groups] };
}
const PEOPLE = [person('ada', ['architects']), person('bob', ['architects', 'legal']), person('cy', ['legal'])];
const as = (name: string) => callerBuilder({ user_id: `usr_${name}`, user_name: name });

describe('a request under a policy', () => {
  let rig: HitlRig;

  beforeAll(async () => {
    rig = await createHitlRig();
    await rig.start();
  });
  beforeEach(() => rig.knowPeople(PEOPLE, { architects: 1, legal: 1 }));
  afterAll(() => rig.stop());

  async function asked(policy: object, fields: Partial<OpenHitlRequest> = {}): Promise<OpenHitlRequest> {
    const bound = { approval_id: 'after-design', artifacts: [] };
    const request = requestBuilder({
      policy: policy as Record<string, unknown>,
      requested_by: 'usr_req',
      bound,
      binding: contentHash(bound),
      ...fields,
    });
    await rig.handled(await rig.open(request));
    return request;
  }
  const answer = (request: OpenHitlRequest, name: string, response = 'approve', feedback = '') =>
    rig.respond({ request_id: request.request_id, response, feedback }, as(name));
  const trailOf = async ({ request_id }: OpenHitlRequest) =>
    (await rig.records(request_id)).records.map(({ type }) => type);
  const settled = (request: OpenHitlRequest, status: string) =>
    waitFor(async () => (await rig.get(request.request_id)).status === status, { describe: `it to be ${status}` });
  /** As if the workflow had asked so long ago. */
  const longAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

  it('waits for its quorum and tells the workflow once, with what everybody said', async () => {
    const request = await asked({ quorum: 2 });
    await expect(answer(request, 'ada', 'approve', 'Good.')).resolves.toMatchObject({
      success: true,
      workflow_resumed: false,
      status: 'pending',
      votes: { needed: 2, approved_by: ['usr_ada'] },
    });
    await expect(refusalOf(answer(request, 'ada', 'reject'))).resolves.toMatchObject({ code: 'already-voted' });
    await expect(answer(request, 'ada', 'approve', 'Good.')).resolves.toMatchObject({ status: 'pending' });
    await expect(answer(request, 'bob', 'approve', 'Fine.')).resolves.toMatchObject({
      workflow_resumed: true,
      status: 'approved',
    });
    await expect(rig.answersInStream(request.workflow_id)).resolves.toMatchObject([
      { response: 'approved', feedback: 'ada: Good.\nbob: Fine.', binding: request.binding, bound: request.bound },
    ]);
    await expect(trailOf(request)).resolves.toEqual(['asked', 'voted', 'voted', 'decided']);
    const { records } = await rig.records(request.request_id);
    expect(records[0]?.data).toMatchObject({ binding: request.binding, requested_by: 'usr_req' });
    expect(records[3]?.data).toMatchObject({ binding: request.binding, outcome: { decided_by: 'people' } });
  });

  it(
    `is won by one of fifty, ${ROUNDS} times`,
    async () => {
      const people = Array.from({ length: 50 }, (_, index) => `p${index}`);
      const rounds = Array.from({ length: ROUNDS }).values();
      const play = async (): Promise<void> => {
        const request = await asked({});
        const replies = await Promise.allSettled(
          people.map((name, index) => answer(request, name, index % 2 === 0 ? 'approve' : 'reject')),
        );
        const winners = replies.filter((reply) => reply.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        for (const reply of replies.filter((each) => each.status === 'rejected'))
          expect(reply.reason).toMatchObject({ status: 409, code: 'already-answered' });
        await expect(rig.answersInStream(request.workflow_id)).resolves.toHaveLength(1);
      };
      const playOn = async (): Promise<void> => {
        for (const _round of rounds) await play();
      };
      await Promise.all([playOn(), playOn(), playOn()]);
    },
    30_000 + ROUNDS * 3_000,
  );

  it('takes one winner of many who answer at once, for each body it needs', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    rig.knowPeople(names.map((name) => person(name)));
    const request = await asked({ quorum: 3 });
    const replies = await Promise.allSettled(names.map((name) => answer(request, name)));
    const counted = replies.filter((reply) => reply.status === 'fulfilled');
    expect(counted).toHaveLength(3);
    expect(counted.filter(({ value }) => value.workflow_resumed)).toHaveLength(1);
    await expect(rig.answersInStream(request.workflow_id)).resolves.toHaveLength(1);
  });

  it('takes nobody the policy does not name, nor the requester where four eyes are needed', async () => {
    const request = await asked({ approvers: { groups: ['architects'] }, four_eyes: true });
    await expect(refusalOf(answer(request, 'cy'))).resolves.toMatchObject({ status: 403, code: 'not-an-approver' });
    rig.knowPeople([person('req', ['architects'])], { architects: 1 });
    await expect(refusalOf(answer(request, 'req'))).resolves.toMatchObject({ status: 403, code: 'four-eyes' });
    await expect(trailOf(request)).resolves.toEqual(['asked']);
  });

  it('asks the bodies of a sequence one after the other', async () => {
    const request = await asked({
      order: 'sequential',
      steps: [{ approvers: { groups: ['architects'] } }, { approvers: { groups: ['legal'] } }],
    });
    await expect(refusalOf(answer(request, 'cy'))).resolves.toMatchObject({ status: 409, code: 'not-your-turn' });
    await answer(request, 'ada');
    await expect(answer(request, 'cy')).resolves.toMatchObject({ status: 'approved', workflow_resumed: true });
  });

  it('voids what was said under a group that changed meanwhile', async () => {
    const request = await asked({ approvers: { groups: ['architects'] }, quorum: 2 });
    await answer(request, 'ada');
    rig.knowPeople(PEOPLE, { architects: 2 });
    await expect(answer(request, 'bob')).resolves.toMatchObject({
      status: 'pending',
      votes: { approved_by: ['usr_bob'] },
    });
    await expect(answer(request, 'ada')).resolves.toMatchObject({ status: 'approved' });
    await expect(trailOf(request)).resolves.toEqual(['asked', 'voted', 'votes-voided', 'voted', 'voted', 'decided']);
  });

  it('ends by its deadline, once', async () => {
    const request = await asked(
      { deadline: { after_minutes: 60, then: 'reject' }, remind_after_minutes: [30] },
      { requested_at: longAgo(61) },
    );
    await settled(request, 'rejected');
    await expect(rig.answersInStream(request.workflow_id)).resolves.toMatchObject([
      { response: 'rejected', answered_by: 'service:hitl', decided_by: 'deadline' },
    ]);
    await expect(trailOf(request)).resolves.toEqual(['asked', 'reminded', 'deadline-passed', 'decided']);
    await expect(refusalOf(answer(request, 'ada'))).resolves.toMatchObject({ code: 'already-answered' });
  });

  it('asks more people when nobody answers', async () => {
    const request = await asked(
      { approvers: { users: ['usr_ada'] }, escalate: [{ after_minutes: 5, approvers: { groups: ['legal'] } }] },
      { requested_at: longAgo(6) },
    );
    await waitFor(async () => (await trailOf(request)).includes('escalated'), { describe: 'the escalation' });
    await expect(answer(request, 'cy')).resolves.toMatchObject({ status: 'approved' });
  });

  it('that pauses tells the workflow and takes no answer any more', async () => {
    const request = await asked({ deadline: { after_minutes: 5, then: 'pause' } }, { requested_at: longAgo(6) });
    await waitFor(async () => (await trailOf(request)).includes('deadline-passed'), { describe: 'the deadline' });
    await expect(rig.get(request.request_id)).resolves.toMatchObject({ status: 'pending', due_at: null });
    await expect(trailOf(request)).resolves.not.toContain('decided');
    await expect(refusalOf(answer(request, 'ada'))).resolves.toMatchObject({ code: 'deadline-passed' });
  });

  it('is approved by its rule, within the share a rule may decide', async () => {
    const rule = (share_at_most: number) => ({ auto_approve: { share_at_most, cost_under_micros: 500 } });
    const cheap = await asked(rule(1), { cost_micros: 499 });
    await settled(cheap, 'approved');
    await expect(rig.answersInStream(cheap.workflow_id)).resolves.toMatchObject([{ decided_by: 'rule' }]);
    const { records } = await rig.records(cheap.request_id);
    expect(records.at(-1)?.data).toMatchObject({
      outcome: { decided_by: 'rule' },
      rule: { cost_under_micros: 500 },
      inputs: { cost_micros: 499 },
    });
    const dear = await asked(rule(1), { cost_micros: 500 });
    const refused = await asked(rule(0), { cost_micros: 1 });
    // The answers below come after the rules were applied: they go through the same requests.
    await expect(answer(dear, 'ada')).resolves.toMatchObject({ status: 'approved' });
    await expect(answer(refused, 'ada')).resolves.toMatchObject({ status: 'approved' });
  });

  it('is in the inbox of those whose turn it is', async () => {
    const workflow_id = requestBuilder().workflow_id;
    const request = await asked({ approvers: { groups: ['legal'] }, quorum: 2 }, { workflow_id });
    const inboxOf = async (name: string) =>
      (await rig.list({ workflow_id, mine: true }, as(name))).requests.map(({ id }) => id);
    await expect(inboxOf('ada')).resolves.toEqual([]);
    await expect(inboxOf('cy')).resolves.toEqual([request.request_id]);
    await answer(request, 'cy');
    await expect(inboxOf('cy')).resolves.toEqual([]);
    await expect(inboxOf('bob')).resolves.toEqual([request.request_id]);
  });

  it('keeps an answer that two replicas count at once from counting twice', async () => {
    const second = await rig.start();
    const request = await asked({ quorum: 2 });
    const replies = await Promise.all([1, 2, 3, 4].map(() => answer(request, 'ada')));
    for (const reply of replies) expect(reply).toMatchObject({ status: 'pending' });
    await expect(trailOf(request)).resolves.toEqual(['asked', 'voted']);
    await second.close();
  });

  it('stays the tenant’s own', async () => {
    const request = await asked({});
    const elsewhere = callerBuilder({ tenant_id: 'ten_other' });
    await expect(refusalOf(rig.records(request.request_id, elsewhere))).resolves.toMatchObject({ status: 404 });
  });
});
