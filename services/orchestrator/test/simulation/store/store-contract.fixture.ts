import type { DecisionItem } from '../../../src/workflow/decision-item';
import type { DueWork } from '../../../src/workflow/due-work';

/** The part of `Database` the orchestrator uses, real or simulated. */
export interface ContractedDatabase {
  call(name: string, ...args: unknown[]): Promise<object[]>;
  query(text: string): Promise<{ rows: object[] }>;
  withTransaction<T>(
    work: (client: { query: (text: string, values?: unknown[]) => Promise<{ rows: object[] }> }) => Promise<T>,
    options: { tenantId: string },
  ): Promise<T>;
}

const TENANT = 'ten_a';
const CLAIM_OUTBOX = 'SELECT * FROM outbox_claim($1)';

function decision(workflowId: string, changes: Partial<DecisionItem> = {}): DecisionItem {
  const expected = changes.expected_version ?? 0;
  const version = changes.new_version ?? expected + 1;
  return {
    tenant_id: TENANT,
    workflow_id: workflowId,
    expected_version: expected,
    new_version: version,
    consumer: null,
    event_id: null,
    projection: {
      ...{ process_name: 'p', process_version: '1.0.0', process_hash: 'hash', status: 'running', title: 'Title' },
      ...{ current_stage: null, current_agent: null, progress_percent: 0, pending_requests: 0, is_simulated: false },
      snapshot: { version, tenant_id: TENANT, nested: { bb: 1, a: [{ y: 1, x: 2 }] } },
      ...{ started_at: '2026-01-01T00:00:00.000Z', finished_at: null },
    },
    events: [
      {
        seq: version,
        type: 'something',
        schema_version: 1,
        occurred_at: '2026-01-01T00:00:00.000Z',
        data: {},
        progress: {},
      },
    ],
    outbox: [message(`${workflowId}.${version}`)],
    due_work: [],
    ...changes,
  };
}

function message(event_id: string, publication = 0): DecisionItem['outbox'][number] {
  return { event_id, subject: 'evt.ten_a.x.done.v1.y', payload: '{"a":1}', headers: { traceparent: 'x' }, publication };
}

function due(work_key: string, changes: Partial<DueWork> = {}): DueWork {
  const base = { work_key, kind: 'agent-task', subject_id: 'task', attempt: 1, lease: 1 } as const;
  return { ...base, due_at: null, due_in_seconds: 60, ...changes };
}

/** What the executor, the reconciler and the relay rely on; run on PostgreSQL and on the simulation's tables. */
export function storeContract(open: () => Promise<ContractedDatabase>): void {
  let database: ContractedDatabase;
  let count = 0;
  const fresh = (): string => `wf_contract${(count += 1)}`;
  const append = async (...items: DecisionItem[]): Promise<unknown[]> => {
    const rows = await database.call('append_decisions', JSON.stringify(items));
    const outcomes = new Map(rows.map((row) => [Number(Reflect.get(row, 'ordinal')), Reflect.get(row, 'outcome')]));
    return items.map((_, index) => outcomes.get(index + 1) as unknown);
  };
  const load = (workflowId: string, tenant = TENANT): Promise<object[]> =>
    database.call('load_workflow', tenant, workflowId);
  const dueKeys = async (): Promise<unknown[]> => {
    const rows = await database.call('claim_due_work', 1_000);
    return rows.map((row) => [
      Reflect.get(row, 'workflow_id'),
      Reflect.get(row, 'subject_id'),
      Reflect.get(row, 'looks'),
    ]);
  };

  beforeAll(async () => {
    database = await open();
    await database.call('keep_process_version', 'hash', 'p', '1.0.0', '{"name":"p"}');
  });

  it('appends a decision once per version', async () => {
    const id = fresh();
    expect(await append(decision(id))).toEqual(['appended']);
    expect(await append(decision(id))).toEqual(['conflict']);
    expect(await append(decision(id, { expected_version: 2 }))).toEqual(['conflict']);
    expect(await append(decision(id, { expected_version: 1 }))).toEqual(['appended']);
  });

  it('answers for many decisions in their order', async () => {
    const [one, two] = [fresh(), fresh()];
    expect(await append(decision(one), decision(one), decision(two))).toEqual(['appended', 'conflict', 'appended']);
  });

  it('gives a state back as jsonb does, to its own tenant alone', async () => {
    const id = fresh();
    await append(decision(id));
    const [row] = await load(id);
    expect(row).toMatchObject({ process_hash: 'hash', title: 'Title' });
    expect(JSON.stringify(Reflect.get(row ?? {}, 'snapshot'))).toBe(
      '{"nested":{"a":[{"x":2,"y":1}],"bb":1},"version":1,"tenant_id":"ten_a"}',
    );
    expect(await load(id, 'ten_b')).toEqual([]);
    expect(await append(decision(id, { tenant_id: 'ten_b', expected_version: 1 }))).toEqual(['conflict']);
  });

  it('gives the events after a version back, page by page, to their own tenant alone', async () => {
    const id = fresh();
    await append(decision(id));
    await append(decision(id, { expected_version: 1 }));
    const later = (tenant: string, after: number, limit: number): Promise<object[]> =>
      database.call('later_events', tenant, id, after, limit);
    const event = { type: 'something', version: 1, occurred_at: new Date('2026-01-01T00:00:00.000Z'), data: {} };
    expect([await later(TENANT, 0, 1), await later(TENANT, 0, 9)]).toEqual([[event], [event, event]]);
    expect([await later(TENANT, 2, 9), await later('ten_b', 0, 9)]).toEqual([[], []]);
  });

  it('keeps the name of a decision in place of its messages', async () => {
    const id = fresh();
    await relay();
    await append(decision(id, { outbox: [{ event_id: `${id}.1-1`, headers: { traceparent: 'x' } }] }));
    const note = { event_id: `${id}.1-1`, tenant_id: TENANT, subject: null, payload: null, publication: 0 };
    await database.withTransaction(
      async (client) => {
        const { rows } = await client.query(CLAIM_OUTBOX, [100]);
        expect(rows).toMatchObject([{ ...note, headers: { traceparent: 'x' } }]);
      },
      { tenantId: '*' },
    );
    expect(await relay()).toHaveLength(1);
  });

  it('appends decisions of several tenants and kinds in one commit, each to its own', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    await append(decision(one), decision(two, { tenant_id: 'ten_b' }));
    const handled = { consumer: 'orchestrator-contract', event_id: `${one}.report` };
    const again = { expected_version: 1, due_work: [due('a')] };
    const foreign = decision(two, { ...again });
    const outcomes = await append(
      decision(three),
      decision(two, { ...again, tenant_id: 'ten_b' }),
      decision(one, { ...again, ...handled }),
    );
    expect(outcomes).toEqual(['appended', 'appended', 'appended']);
    const late = { ...handled, expected_version: 2 };
    expect(await append(foreign, decision(one, late), decision(three, { expected_version: 1 }))).toEqual([
      'conflict',
      'duplicate',
      'appended',
    ]);
    expect(await load(two, 'ten_b')).toMatchObject([{ later: [] }]);
    for (const [id, tenant_id] of [
      [one, TENANT],
      [two, 'ten_b'],
    ] as const)
      await append(decision(id, { tenant_id, expected_version: 2 }));
  });

  it('notes a handled message once, with or without a change', async () => {
    const [id, consumer] = [fresh(), 'orchestrator-contract'];
    const handled = { consumer, event_id: `${id}.report` };
    expect(await append(decision(id, handled), decision(id, { ...handled, expected_version: 1 }))).toEqual([
      'appended',
      'duplicate',
    ]);
    const ignored = { ...handled, event_id: `${id}.late`, expected_version: 0, new_version: 0, projection: undefined };
    const nothing = { ...ignored, events: [], outbox: [] };
    expect(await append(decision(id, nothing), decision(id, nothing))).toEqual(['recorded', 'duplicate']);
    expect(await append(decision(id, { consumer: 'another', event_id: `${id}.report`, expected_version: 1 }))).toEqual([
      'appended',
    ]);
  });

  it('does not note a message whose decision lost', async () => {
    const id = fresh();
    const late = decision(id, { consumer: 'orchestrator-contract', event_id: `${id}.report`, expected_version: 5 });
    expect(await append(decision(id), late, late)).toEqual(['appended', 'conflict', 'conflict']);
  });

  it('keeps the answer to a command and repeats nothing under its key', async () => {
    const id = fresh();
    const record = { key: `pause:${id}`, request_hash: 'h', reply: { success: true, at: 'now' } };
    expect(await append(decision(id))).toEqual(['appended']);
    const pause = decision(id, { expected_version: 1, record });
    expect(await append(pause, decision(id, { expected_version: 2, record }))).toEqual(['appended', 'repeated']);
    expect(await database.call('find_command_record', TENANT, record.key)).toEqual([
      { request_hash: 'h', reply: { at: 'now', success: true } },
    ]);
    expect(await database.call('find_command_record', 'ten_b', record.key)).toEqual([]);
  });

  it('reserves the id of a start until its answer is known', async () => {
    const [id, other] = [fresh(), fresh()];
    const key = `start:${id}`;
    const reserve = (workflowId: string): Promise<object[]> =>
      database.call('reserve_start', TENANT, key, 'h', workflowId);
    const reserved = { request_hash: 'h', reply: null, workflow_id: id };
    expect([await reserve(id), await reserve(other)]).toEqual([[reserved], [reserved]]);
    await append(decision(id, { record: { key, request_hash: 'h', reply: { workflow_id: id } } }));
    expect(await reserve(other)).toEqual([{ request_hash: 'h', reply: { workflow_id: id }, workflow_id: null }]);
    expect(await append(decision(other, { record: { key, request_hash: 'h', reply: {} } }))).toEqual(['repeated']);
  });

  it('makes due what a decision waits for, keeps what is still waited for, forgets the rest', async () => {
    const id = fresh();
    await append(
      decision(id, { due_work: [due('a', { subject_id: 'a', due_in_seconds: 0 }), due('b', { subject_id: 'b' })] }),
    );
    expect((await database.query('SELECT has_due_work() AS due')).rows).toEqual([{ due: true }]);
    expect(await dueKeys()).toEqual([[id, 'a', 1]]);
    expect(await dueKeys()).toEqual([]);
    // Row `a` is kept with its later look, whatever the decision says of it; `b` goes.
    const again = [
      due('a', { subject_id: 'a', due_in_seconds: 0 }),
      due('c', { subject_id: 'c', due_at: '2020-01-01T00:00:00.000Z' }),
    ];
    await append(decision(id, { expected_version: 1, due_work: again }));
    expect(await dueKeys()).toEqual([[id, 'c', 1]]);
    await append(decision(id, { expected_version: 2 }));
    expect((await database.query('SELECT has_due_work() AS due')).rows).toEqual([{ due: false }]);
  });

  it('extends the current lease alone', async () => {
    const id = fresh();
    await append(decision(id, { due_work: [due('a', { due_in_seconds: 0, attempt: 2, lease: 3 })] }));
    const extend = (tenant: string, attempt: number, lease: number): Promise<object[]> =>
      database.call('extend_lease', tenant, id, 'task', attempt, lease, 60);
    expect(await extend(TENANT, 2, 2)).toEqual([]);
    expect(await extend(TENANT, 1, 3)).toEqual([]);
    expect(await extend('ten_b', 2, 3)).toEqual([]);
    expect(await extend(TENANT, 2, 3)).toEqual([{ due_at: expect.any(Date) as Date }]);
    expect(await dueKeys()).toEqual([]);
    await append(decision(id, { expected_version: 1 }));
  });

  it('names the workflows that wait for somebody, page by page', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    await append(
      decision(one, { due_work: [due('a'), due('b')] }),
      decision(two, { due_work: [due('t', { kind: 'timer' })] }),
      decision(three, { due_work: [due('h', { kind: 'hitl-request' })] }),
    );
    const page = async (after: string, limit: number): Promise<unknown[]> => {
      const rows = await database.call('waiting_workflows', after, limit);
      return rows.map((row) => Reflect.get(row, 'workflow_id') as unknown);
    };
    const [first, second] = [one, three].sort();
    expect(await page('', 10)).toEqual([first, second]);
    expect(await page('', 1)).toEqual([first]);
    expect(await page(first ?? '', 10)).toEqual([second]);
    for (const id of [one, two, three]) await append(decision(id, { expected_version: 1 }));
  });

  it('lends outbox rows to one relay at a time, in order, and takes them back when it fails', async () => {
    const id = fresh();
    const emptied = await relay();
    await append(decision(id, { outbox: [message(`${id}.m1`), message(`${id}.m2`, 3)] }));
    await database.call('republish', TENANT, JSON.stringify([message(`${id}.m1`, 7)]));
    expect((await database.query('SELECT outbox_has_pending() AS pending')).rows).toEqual([{ pending: true }]);
    const failed = database.withTransaction(
      async (client) => {
        expect(rowsOf(await client.query(CLAIM_OUTBOX, [100]))).toEqual([
          [`${id}.m1`, 7],
          [`${id}.m2`, 3],
        ]);
        expect(await relay()).toEqual([]);
        throw new Error('the broker is away');
      },
      { tenantId: '*' },
    );
    await expect(failed).rejects.toThrow('the broker is away');
    expect(await relay()).toHaveLength(2);
    expect(await relay()).toEqual([]);
    expect(emptied.length).toBeGreaterThan(0);
    expect((await database.query('SELECT outbox_has_pending() AS pending')).rows).toEqual([{ pending: false }]);
  });

  it('counts failures and parks a message at the limit, or at once', async () => {
    const id = fresh();
    const fail = (eventId: string, isTerminal: boolean): Promise<object[]> =>
      database.call('delivery_failed', TENANT, 'c', eventId, 's', '{}', 'utf8', '{}', 'code', 'reason', isTerminal, 3);
    expect(await database.call('delivery_restarted', TENANT, 'c', id)).toEqual([{ unfinished_count: 1 }]);
    expect(await database.call('delivery_restarted', TENANT, 'c', id)).toEqual([{ unfinished_count: 2 }]);
    expect(await fail(id, false)).toEqual([{ failure_count: 1, is_dead: false }]);
    expect(await database.call('delivery_restarted', TENANT, 'c', id)).toEqual([{ unfinished_count: 1 }]);
    expect(await database.call('delivery_ended', TENANT, 'c', id)).toEqual([{ failure_count: 1 }]);
    expect(await database.call('delivery_restarted', TENANT, 'c', id)).toEqual([{ unfinished_count: 1 }]);
    expect(await fail(id, false)).toEqual([{ failure_count: 2, is_dead: false }]);
    expect(await fail(id, false)).toEqual([{ failure_count: 3, is_dead: true }]);
    expect(await fail(id, false)).toEqual([{ failure_count: 1, is_dead: false }]);
    expect(await fail(`${id}.other`, true)).toEqual([{ failure_count: 1, is_dead: true }]);
    expect(await database.call('delivery_ended', TENANT, 'c', `${id}.unknown`)).toEqual([]);
  });

  it('keeps a process version for good', async () => {
    expect(await database.call('keep_process_version', 'hash', 'p', '1.0.0', '{"name":"q"}')).toEqual([
      { kept: false },
    ]);
    expect(await database.call('load_process_version', 'hash')).toEqual([{ compiled: { name: 'p' } }]);
    expect(await database.call('load_process_version', 'unknown')).toEqual([]);
  });

  async function relay(): Promise<unknown[]> {
    return database.withTransaction(
      async (client) => {
        const { rows } = await client.query(CLAIM_OUTBOX, [100]);
        const ordinals = rows.map((row) => Reflect.get(row, 'ordinal') as unknown);
        await client.query('SELECT * FROM outbox_said($1)', [ordinals]);
        return rowsOf({ rows });
      },
      { tenantId: '*' },
    );
  }
}

function rowsOf({ rows }: { rows: object[] }): unknown[] {
  return rows.map((row) => [Reflect.get(row, 'event_id'), Reflect.get(row, 'publication')]);
}
