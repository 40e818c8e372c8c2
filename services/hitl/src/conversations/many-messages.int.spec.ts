import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  listMessages,
  openConversation,
  readSharedConversation,
  searchMessages,
  shareConversation,
  withdrawShare,
} from '@botarmy/contracts';
import type { SearchMessagesRequest } from '@botarmy/contracts';

import { callerBuilder, createHitlRig, refusalOf } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';
import { FakePlatform } from './platform.fixture';

/** `HITL_MESSAGES=10000` for the long form, which says how long searches take. */
const MESSAGES = Number(process.env['HITL_MESSAGES'] ?? 10_000);
const SEARCHES = Number(process.env['HITL_SEARCHES'] ?? 5);

describe(`a conversation of ${MESSAGES} messages`, () => {
  let rig: HitlRig;
  let platform: FakePlatform;
  let hitl: RunningService;
  let conversation: string;
  let privateChat: string;
  const bob = callerBuilder({ user_id: 'usr_bob', user_name: 'Bob' });

  beforeAll(async () => {
    rig = await createHitlRig();
    platform = await FakePlatform.start(rig.broker);
    hitl = await rig.start();
    conversation = (await rig.ask(openConversation, { workflow_id: createId('wf') })).id;
    privateChat = (await rig.ask(openConversation, { agent_id: 'architect' })).id;
    const foreign = callerBuilder({ tenant_id: 'ten_other' });
    const elsewhere = (await rig.ask(openConversation, { workflow_id: createId('wf') }, foreign)).id;
    await Promise.all([
      fill('ten_default', conversation, MESSAGES),
      fill('ten_default', privateChat, 20),
      fill('ten_other', elsewhere, 200),
    ]);
  }, 120_000);
  afterAll(async () => {
    await hitl.close();
    await platform.stop();
    await rig.stop();
  });

  /** Every message has the word "parcel", every hundredth "zeppelin", one of each conversation "quokka". */
  const fill = (tenant: string, id: string, count: number): Promise<unknown> =>
    rig.database.query(
      `WITH path AS MATERIALIZED (SELECT set_config('search_path', 'hitl', true)),
            added AS (
              INSERT INTO hitl.conversation_message (
                  tenant_id, conversation_id, seq, message_id, role, status, content, author_id, author_name, agents, created_at, document)
                SELECT $1, $2, n, 'msg_' || lpad(n::text, 20, '0') || right($2, 6), CASE n % 2 WHEN 0 THEN 'assistant' ELSE 'user' END, 'complete',
                    text, 'usr_ada', 'Ada', CASE n % 2 WHEN 0 THEN ARRAY['architect'] ELSE '{}'::text[] END,
                    now() - (20000 - n) * interval '1 second', hitl.conversation_words($1, text)
                  FROM path, generate_series(1, $3::integer) AS n,
                    LATERAL (SELECT 'parcel number ' || n || CASE WHEN n % 100 = 0 THEN ' by zeppelin' ELSE '' END
                      || CASE WHEN n = $3::integer / 2 THEN ' for the quokka' ELSE '' END AS text) AS t
            )
       UPDATE hitl.conversation SET last_seq = $3::integer WHERE tenant_id = $1 AND conversation_id = $2`,
      [tenant, id, count],
    );
  const search = (request: SearchMessagesRequest, caller = callerBuilder()) => rig.ask(searchMessages, request, caller);

  it('is searched by words, phrases and exclusions, newest first, page by page', async () => {
    const rare = await search({ text: 'quokkas', conversation_id: conversation });
    expect(rare.hits).toMatchObject([{ conversation_id: conversation, seq: MESSAGES / 2, title: 'A shop' }]);
    expect(rare.hits[0]?.passage.filter(({ hit }) => hit)).toEqual([{ text: 'quokka', hit: true }]);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search({
        text: '"by zeppelin" parcel -quokka',
        conversation_id: conversation,
        limit: 30,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.hits.map(({ seq }) => seq));
      cursor = page.next_cursor;
    } while (cursor !== null);
    const every = Array.from({ length: MESSAGES / 100 }, (_, n) => MESSAGES - n * 100);
    expect(seen).toEqual(every.filter((seq) => seq !== MESSAGES / 2));
    const agents = await search({ text: 'parcel', conversation_id: conversation, agent_id: 'architect', limit: 3 });
    expect(agents.hits.map(({ seq }) => seq % 2)).toEqual([0, 0, 0]);
    await expect(search({ text: `' OR 1=1 -- \0` })).resolves.toMatchObject({ hits: [] });
  });

  it('is found by its readers alone', async () => {
    const found = async (caller = callerBuilder()) =>
      (await search({ text: 'quokka', limit: 50 }, caller)).hits.map(({ conversation_id }) => conversation_id);
    expect((await found()).sort()).toEqual([conversation, privateChat].sort());
    expect(await found(bob)).toEqual([conversation]);
    expect(await found(callerBuilder({ tenant_id: 'ten_nobody' }))).toEqual([]);
    const foreign = await found(callerBuilder({ tenant_id: 'ten_other' }));
    expect(foreign).toHaveLength(1);
    expect(foreign).not.toContain(conversation);
  });

  it('is read whole, page by page', async () => {
    let count = 0;
    let after: number | null = 0;
    while (after !== null) {
      const page: { messages: { seq: number }[]; next_cursor: number | null } = await rig.ask(listMessages, {
        conversation_id: conversation,
        after_seq: after,
        limit: 200,
      });
      expect(page.messages[0]?.seq).toBe(count + 1);
      count += page.messages.length;
      after = page.next_cursor;
    }
    expect(count).toBe(MESSAGES);
  });

  it('is shared by a link that shows it up to its making, and nothing else, until it is withdrawn or over', async () => {
    const made = await rig.ask(shareConversation, { conversation_id: privateChat, expires_in_hours: 1 });
    expect(made.up_to_seq).toBe(20);
    await fillOne(privateChat, 21);
    const anybody = callerBuilder({ user_id: 'anonymous', role: 'viewer', tenant_id: 'ten_nobody' });
    const read = (token: string, after_seq = 0) =>
      rig.ask(readSharedConversation, { token, after_seq, limit: 15 }, anybody);
    const first = await read(made.token);
    const second = await read(made.token, first.next_cursor ?? 0);
    expect([...first.messages, ...second.messages].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    expect(second.next_cursor).toBeNull();
    const shown = JSON.stringify([first, second]);
    for (const secret of ['conv_', 'msg_', 'usr_', 'ten_']) expect(shown).not.toContain(secret);
    const stored = JSON.stringify(await rig.database.query('SELECT * FROM hitl.conversation_share'));
    expect(stored).not.toContain(made.token);
    await expect(refusalOf(read('x'.repeat(43)))).resolves.toMatchObject({ status: 404, code: 'link-not-found' });
    const notBobs = { conversation_id: privateChat, share_id: made.id };
    await expect(refusalOf(rig.ask(withdrawShare, notBobs, bob))).resolves.toMatchObject({ status: 404 });
    await expect(rig.ask(withdrawShare, notBobs)).resolves.toEqual({ withdrawn: true });
    await expect(rig.ask(withdrawShare, notBobs)).resolves.toEqual({ withdrawn: false });
    await expect(refusalOf(read(made.token))).resolves.toMatchObject({ status: 404, code: 'link-not-found' });
    const short = await rig.ask(shareConversation, { conversation_id: privateChat });
    await rig.database.query(`UPDATE hitl.conversation_share SET expires_at = now() WHERE share_id = $1`, [short.id]);
    await expect(refusalOf(read(short.token))).resolves.toMatchObject({ status: 404, code: 'link-not-found' });
    const trail = await rig.database.query(
      `SELECT conversation_id FROM hitl.conversation_share WHERE opened_count = 1 AND withdrawn_at IS NOT NULL`,
    );
    expect(trail).toEqual([{ conversation_id: privateChat }]);
  });

  it(`answers searches (${SEARCHES} of each kind)`, async () => {
    const took: number[] = [];
    for (let n = 0; n < SEARCHES; n += 1) {
      for (const text of ['parcel', 'zeppelin', `"parcel number ${n + 7}"`, 'quokka or zeppelin']) {
        const startedAt = performance.now();
        expect((await search({ text })).hits.length).toBeGreaterThan(0);
        took.push(performance.now() - startedAt);
      }
    }
    if (SEARCHES < 100) return;
    took.sort((left, right) => left - right);
    const at = (share: number): string => (took[Math.floor(took.length * share)] ?? 0).toFixed(1);
    process.stdout.write(`searches over ${MESSAGES} messages: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`);
  }, 300_000);

  const fillOne = (id: string, seq: number): Promise<unknown> =>
    rig.database.query(
      `WITH path AS MATERIALIZED (SELECT set_config('search_path', 'hitl', true)), added AS (
         INSERT INTO hitl.conversation_message (
             tenant_id, conversation_id, seq, message_id, role, status, content, author_name, created_at, document)
           SELECT 'ten_default', $1, $2::integer, $3, 'user', 'complete', 'later', 'Ada', now(), hitl.conversation_words('ten_default', 'later') FROM path)
       UPDATE hitl.conversation SET last_seq = $2::integer WHERE conversation_id = $1`,
      [id, seq, createId('msg')],
    );
});
