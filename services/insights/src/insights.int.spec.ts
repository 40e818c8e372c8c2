import { join } from 'node:path';

import { Client } from 'pg';

import { createLogger } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { createId, sessionEnded, workflowEventRecorded } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';
import { Broker, outgoingMessage, Publisher } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from './bootstrap';

describe('insights', () => {
  let broker: PlatformBroker;
  let database: ServiceDatabase;
  let service: RunningService;
  const brokers: Broker[] = [];
  const publishers = new Map<ServiceName, Publisher>();

  beforeAll(async () => {
    [broker, database] = await Promise.all([
      createPlatformBroker(),
      createServiceDatabase('insights', join(__dirname, '../prisma/migrations')),
    ]);
    for (const name of ['orchestrator', 'identity'] as const) {
      const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf(name);
      const settings = { service: name, url: NATS_URL, nkeySeed: NATS_NKEY_SEED };
      const connected = await Broker.connect(settings, createLogger({ level: 'silent' }));
      brokers.push(connected);
      publishers.set(name, new Publisher(connected));
    }
    service = await start();
  });
  afterAll(async () => {
    await service.close();
    await Promise.all(brokers.map((connected) => connected.close()));
    await Promise.all([broker.stop(), database.drop()]);
  });

  const start = () =>
    bootstrap({
      environment: { ...broker.environmentOf('insights'), DATABASE_URL: database.serviceUrl, LOG_LEVEL: 'silent' },
    });
  const publish = (...messages: OutgoingMessage[]) => publishers.get('orchestrator')?.publishAll(messages);
  const eventOf = (
    workflowId: string,
    seq: number,
    changes: { tenantId?: string; eventId?: string; data?: object } = {},
  ) =>
    outgoingMessage(workflowEventRecorded, {
      eventId: changes.eventId ?? createId('msg'),
      tenantId: changes.tenantId ?? 'ten_default',
      key: [workflowId],
      payload: {
        workflow_id: workflowId,
        seq,
        type: 'task-completed',
        schema_version: 1,
        occurred_at: '2026-05-01T12:00:00.000Z',
        data: { ...changes.data },
        progress: {},
      },
    });
  const recordsOf = (workflowId: string) =>
    database.query('SELECT * FROM insights.event_record WHERE workflow_id = $1 ORDER BY seq', [workflowId]);
  const untilRecorded = (workflowId: string, count: number) =>
    waitFor(async () => (await recordsOf(workflowId)).length >= count, {
      describe: `${count} events`,
      timeoutMs: 20_000,
    });
  const commits = async () => {
    const page = await (await fetch(service.metricsUrl)).text();
    return Number(/^botarmy_database_commits_total\{kind="function"\} (\d+)$/m.exec(page)?.[1] ?? 0);
  };

  it('records an event as it was received', async () => {
    const workflowId = createId('wf');
    const message = eventOf(workflowId, 3, { data: { task_id: 'requirements' } });
    await publish(message);
    await untilRecorded(workflowId, 1);
    const [record] = await recordsOf(workflowId);
    expect(record).toMatchObject({
      event_id: message.event_id,
      tenant_id: 'ten_default',
      subject: message.subject,
      entity: 'workflow',
      verb: 'recorded',
      version: 1,
      seq: '3',
      occurred_at: new Date('2026-05-01T12:00:00.000Z'),
      payload: JSON.parse(message.payload),
    });
    expect(record?.['received_at']).toBeInstanceOf(Date);
  });

  it('records events of every service, also those of no workflow', async () => {
    const session_id = createId('ses');
    const payload = { session_id, user_id: createId('usr'), reason: 'expired', ended_at: '2026-05-01T12:00:00Z' };
    const eventId = createId('msg');
    const message = outgoingMessage(sessionEnded, { eventId, tenantId: 'ten_default', key: [session_id], payload });
    await publishers.get('identity')?.publish(message);
    const record = await waitFor(
      async () => (await database.query('SELECT * FROM insights.event_record WHERE event_id = $1', [eventId]))[0],
      { describe: 'the end of a session' },
    );
    expect(record).toMatchObject({ entity: 'session', verb: 'ended', workflow_id: null, seq: null });
  });

  it('records an event once, however often and under whatever message id it arrives', async () => {
    const workflowId = createId('wf');
    const message = eventOf(workflowId, 1);
    await publish(message, { ...message, publication: 1 }, { ...message, publication: 2 });
    await publish(eventOf(workflowId, 2));
    await untilRecorded(workflowId, 2);
    expect((await recordsOf(workflowId)).map(({ seq }) => seq)).toEqual(['1', '2']);
  });

  it('records a thousand events in few commits', async () => {
    const workflowId = createId('wf');
    const before = await commits();
    await publish(...Array.from({ length: 1_000 }, (_, index) => eventOf(workflowId, index + 1)));
    await untilRecorded(workflowId, 1_000);
    expect((await commits()) - before).toBeLessThanOrEqual(30);
  });

  it('parks an event that PostgreSQL cannot hold, and records those that came with it', async () => {
    const workflowId = createId('wf');
    const poison = eventOf(workflowId, 2, { data: { text: 'a\0b' } });
    await publish(eventOf(workflowId, 1), poison, eventOf(workflowId, 3));
    await untilRecorded(workflowId, 2);
    expect((await recordsOf(workflowId)).map(({ seq }) => seq)).toEqual(['1', '3']);
    const parked = await waitFor(
      async () =>
        (await database.query('SELECT * FROM insights.dead_letter WHERE event_id = $1', [poison.event_id]))[0],
      { describe: 'the dead letter' },
    );
    expect(parked).toMatchObject({ code: 'unstorable-event', consumer: 'insights-every-event', failures: 1 });
  });

  it('goes on where a stopped replica left off', async () => {
    const workflowId = createId('wf');
    await service.close();
    await publish(eventOf(workflowId, 1), eventOf(workflowId, 2));
    service = await start();
    await untilRecorded(workflowId, 2);
  });

  it('shows no event without a tenant, only its own with one, and lets none be changed', async () => {
    const workflowId = createId('wf');
    await publish(eventOf(workflowId, 1), eventOf(workflowId, 2, { tenantId: 'ten_other' }));
    await untilRecorded(workflowId, 2);
    const url = new URL(database.serviceUrl);
    url.searchParams.delete('schema');
    const client = new Client({ connectionString: url.href, options: '-c search_path=insights' });
    await client.connect();
    try {
      const seen = async () => (await client.query('SELECT DISTINCT tenant_id FROM event_record')).rows;
      expect(await seen()).toEqual([]);
      await client.query("SELECT set_config('botarmy.tenant', 'ten_other', false)");
      expect(await seen()).toEqual([{ tenant_id: 'ten_other' }]);
      await expect(client.query("UPDATE event_record SET verb = 'x'")).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM event_record')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});
