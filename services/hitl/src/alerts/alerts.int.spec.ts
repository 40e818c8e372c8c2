import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  getAlertPreferences,
  getAlerts,
  markRead,
  openConversation,
  postMessage,
  setAlertPreferences,
} from '@botarmy/contracts';
import type { AlertsReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { FakePlatform } from '../conversations/platform.fixture';
import { callerBuilder, createHitlRig, refusalOf, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';

describe('alerts', () => {
  let rig: HitlRig;
  let platform: FakePlatform;
  let hitl: RunningService;
  const ada = callerBuilder();
  const bob = callerBuilder({ user_id: 'usr_bob', user_name: 'Bob' });
  const alerts = (caller = ada): Promise<AlertsReply> => rig.ask(getAlerts, {}, caller);

  beforeAll(async () => {
    rig = await createHitlRig();
    platform = await FakePlatform.start(rig.broker);
    hitl = await rig.start();
  });
  afterAll(async () => {
    await hitl.close();
    await platform.stop();
    await rig.stop();
  });

  it('count what waits by agent and workflow, and what of it is new to each person', async () => {
    const workflow_id = createId('wf');
    const quorum = requestBuilder({ workflow_id, policy: { quorum: 2 } });
    const other = requestBuilder({ agent_id: 'tester' });
    for (const request of [quorum, other]) await rig.handled(await rig.open(request));
    const { requests } = await alerts();
    expect(requests).toMatchObject({ total: 2, unread: 2 });
    expect(requests.agents).toEqual([
      { key: 'architect', count: 1 },
      { key: 'tester', count: 1 },
    ]);
    expect(requests.workflows).toContainEqual({ key: workflow_id, count: 1 });
    await expect(rig.ask(markRead, { request_ids: [quorum.request_id, 'hitl_unknown'] })).resolves.toEqual({
      changed: true,
    });
    await expect(rig.ask(markRead, { request_ids: [quorum.request_id] })).resolves.toEqual({ changed: false });
    expect((await alerts()).requests).toMatchObject({ total: 2, unread: 1 });
    expect((await alerts(bob)).requests.unread).toBe(2);
    // A vote of somebody else makes it new again.
    await rig.respond({ request_id: quorum.request_id, response: 'approve' }, bob);
    expect((await alerts()).requests.unread).toBe(2);
    await rig.ask(setAlertPreferences, { request_changed: 'live' });
    expect((await alerts()).requests.unread).toBe(1);
    await rig.ask(setAlertPreferences, { request_opened: 'off' });
    expect((await alerts()).requests).toMatchObject({ total: 2, unread: 0 });
  });

  it('count messages of others in conversations people take part in, until they have read them', async () => {
    const { id: conversation_id } = await rig.ask(openConversation, { workflow_id: createId('wf') });
    const say = (content: string, caller = ada) => rig.ask(postMessage, { conversation_id, content }, caller);
    await say('Hello');
    await say('@tester hello to you', bob);
    const unread = async (caller = ada): Promise<number> => {
      const { conversations } = await alerts(caller);
      return conversations.find((row) => row.conversation_id === conversation_id)?.unread ?? 0;
    };
    await waitFor(async () => (await unread()) === 2, { describe: 'the answer to be counted' });
    expect(await unread(bob)).toBe(1);
    expect((await alerts()).unread_messages).toBeGreaterThanOrEqual(2);
    await rig.ask(setAlertPreferences, { answer_ready: 'live' });
    expect(await unread()).toBe(1);
    await expect(rig.ask(markRead, { conversation_id })).resolves.toEqual({ changed: true });
    await expect(rig.ask(markRead, { conversation_id, seq: 1 })).resolves.toEqual({ changed: false });
    const after = await alerts();
    expect(after.conversations.some((row) => row.conversation_id === conversation_id)).toBe(false);
    const hidden = await rig.ask(openConversation, { agent_id: 'architect' });
    const refused = await refusalOf(rig.ask(markRead, { conversation_id: hidden.id }, bob));
    expect(refused).toMatchObject({ status: 404, code: 'conversation-not-found' });
  });

  it('follow what a person wants to hear of, which stays over a restart', async () => {
    const carl = callerBuilder({ user_id: 'usr_carl' });
    await expect(rig.ask(getAlertPreferences, {}, carl)).resolves.toEqual({
      request_opened: 'inbox',
      request_changed: 'inbox',
      message_received: 'inbox',
      answer_ready: 'inbox',
    });
    await rig.ask(setAlertPreferences, { message_received: 'off' }, carl);
    await hitl.close();
    hitl = await rig.start();
    await expect(rig.ask(getAlertPreferences, {}, carl)).resolves.toMatchObject({
      message_received: 'off',
      answer_ready: 'inbox',
    });
  });
});
