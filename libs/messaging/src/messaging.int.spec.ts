import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import type { RunningService } from '@botarmy/chassis';
import {
  Clock,
  createLogger,
  Database,
  loadConfig,
  Problem,
  RetryableError,
  ServiceConfig,
  startService,
  TerminalError,
} from '@botarmy/chassis';
import {
  CloseHitlRequest,
  closeHitlRequest,
  createId,
  getRouterStatus,
  hitlCloseHitlRequest,
  hitlOpenHitlRequest,
  listDeadLetters,
  listHitlRequests,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  replayDeadLetter,
  serviceCaller,
  subjectOf,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { Asker } from './ask/asker';
import { Broker } from './connection/broker';
import { DatabaseDeadLetterStore } from './consume/database-dead-letter-store';
import type { Delivery } from './consume/delivery';
import { UnavailableError } from './consume/unavailable-error';
import { Answers, AskedBy } from './nest/answers.decorator';
import { attachMessaging } from './nest/attach-messaging';
import { DEAD_LETTER_STORE } from './nest/dead-letter-store.token';
import { Handles } from './nest/handles.decorator';
import { MessagingModule } from './nest/messaging.module';
import { OutboxRelay } from './outbox/outbox-relay';
import { startPruneLoop } from './outbox/prune-loop';
import { outgoingMessage } from './publish/outgoing-message';
import { Publisher } from './publish/publisher';

const handled: { payload: CloseHitlRequest; delivery: Delivery }[] = [];
let behaviour: (payload: CloseHitlRequest) => void = () => undefined;

@Controller()
class HitlLikeController {
  @Handles(hitlCloseHitlRequest)
  async close(@Payload() payload: CloseHitlRequest, @Ctx() delivery: Delivery): Promise<void> {
    handled.push({ payload, delivery });
    behaviour(payload);
  }

  @Handles(hitlOpenHitlRequest)
  async open(): Promise<void> {}

  @Answers(listHitlRequests)
  list(@Payload() request: ListHitlRequestsRequest, @AskedBy() caller: Caller): ListHitlRequestsReply {
    if (request.workflow_id === 'wf_refused') {
      throw new Problem({ status: 409, code: 'refused', title: 'Refused', detail: `Not for ${caller.user_name}.` });
    }
    if (request.workflow_id === 'wf_broken') throw new Error('SELECT secret');
    return { requests: [], total_count: 7, next_cursor: caller.tenant_id };
  }
}

@Module({ imports: [MessagingModule.forService({ service: 'hitl', stores: true })], controllers: [HitlLikeController] })
class HitlLikeModule {}

@Module({
  imports: [MessagingModule.forService({ service: 'gateway', stores: false })],
  providers: [{ provide: DEAD_LETTER_STORE, useValue: undefined }],
})
class GatewayLikeModule {}

@Module({ imports: [MessagingModule.forService({ service: 'orchestrator', stores: true })] })
class OrchestratorLikeModule {}

describe('messaging on a real broker and database', () => {
  let broker: PlatformBroker;
  let database: ServiceDatabase;
  let senderDatabase: ServiceDatabase;
  let hitl: RunningService;
  let gateway: RunningService;
  let orchestrator: RunningService;
  const caller = { ...serviceCaller('test', 'ten_default', 'req_1'), role: 'viewer' as const };

  const close = (workflowId: string): CloseHitlRequest => ({
    workflow_id: workflowId,
    request_ids: [],
    reason: 'done',
  });
  const message = (workflowId: string, publication = 0, eventId = `msg_${workflowId}`) =>
    outgoingMessage(closeHitlRequest, {
      eventId,
      tenantId: 'ten_default',
      key: [workflowId],
      payload: close(workflowId),
      publication,
    });
  const handledFor = (workflowId: string) => handled.filter((entry) => entry.payload.workflow_id === workflowId);
  const deadLetters = () => new DatabaseDeadLetterStore(hitl.app.get(Database)).list('ten_default');

  beforeAll(async () => {
    [broker, database, senderDatabase] = await Promise.all([
      createPlatformBroker(),
      createServiceDatabase('hitl'),
      createServiceDatabase('orchestrator'),
    ]);
    hitl = await startService({
      name: 'hitl',
      module: HitlLikeModule,
      config: loadConfig(ServiceConfig, {
        ...broker.environmentOf('hitl'),
        DATABASE_URL: database.serviceUrl,
        LOG_LEVEL: 'silent',
      }),
      configure: async (app, runtime) => void (await attachMessaging(app, runtime, { concurrency: 4 })),
    });
    gateway = await startService({
      name: 'gateway',
      module: GatewayLikeModule,
      config: loadConfig(ServiceConfig, { ...broker.environmentOf('gateway'), LOG_LEVEL: 'silent' }),
    });
    orchestrator = await startService({
      name: 'orchestrator',
      module: OrchestratorLikeModule,
      config: loadConfig(ServiceConfig, {
        ...broker.environmentOf('orchestrator'),
        DATABASE_URL: senderDatabase.serviceUrl,
        LOG_LEVEL: 'silent',
      }),
    });
  });

  afterAll(async () => {
    await Promise.all([hitl, gateway, orchestrator].map((service) => service?.close()));
    await broker?.stop();
    await Promise.all([database?.drop(), senderDatabase?.drop()]);
  });

  beforeEach(() => {
    handled.length = 0;
    behaviour = () => undefined;
  });

  it('publishes what a committed transaction put into the outbox, once, and empties it', async () => {
    const rows = JSON.stringify([message('wf_outbox')]);
    await orchestrator.app
      .get(Database)
      .withTransaction(
        (client) => client.query('SELECT outbox_add($1, $2)', ['ten_default', rows]).then(() => undefined),
        { tenantId: 'ten_default' },
      );
    orchestrator.app.get(OutboxRelay).nudge();
    await waitFor(() => handledFor('wf_outbox').length === 1, { describe: 'the message is handled' });
    expect(handledFor('wf_outbox')[0]?.delivery).toMatchObject({
      eventId: 'msg_wf_outbox',
      tenantId: 'ten_default',
      redelivered: false,
    });
    await waitFor(async () => (await senderDatabase.query('SELECT 1 FROM orchestrator.outbox')).length === 0, {
      describe: 'the outbox is empty',
    });
  });

  it('hides the outbox from a query without a tenant', async () => {
    await senderDatabase.query(
      `INSERT INTO orchestrator.outbox (event_id, tenant_id, subject, payload) VALUES ('msg_hidden', 'ten_other', 'nowhere', '{}')`,
    );
    const seen = await orchestrator.app.get(Database).query('SELECT * FROM outbox');
    expect(seen.rows).toEqual([]);
    await senderDatabase.query(`DELETE FROM orchestrator.outbox WHERE event_id = 'msg_hidden'`);
  });

  it('lets the broker swallow the same message id and pass a re-publication with its own', async () => {
    const publisher = orchestrator.app.get(Publisher);
    expect(await publisher.publish(message('wf_twice'))).toBe(true);
    expect(await publisher.publish(message('wf_twice'))).toBe(false);
    expect(await publisher.publish(message('wf_twice', 1))).toBe(true);
    await waitFor(() => handledFor('wf_twice').length === 2, { describe: 'both publications arrive' });
    expect(new Set(handledFor('wf_twice').map((entry) => entry.delivery.eventId))).toEqual(new Set(['msg_wf_twice']));
  });

  it('repeats a message whose handler failed and counts the failures', async () => {
    let failures = 0;
    behaviour = () => {
      failures += 1;
      if (failures < 3) throw new RetryableError('not yet', { retryAfterMs: 10 });
    };
    await orchestrator.app.get(Publisher).publish(message('wf_retry'));
    await waitFor(() => handledFor('wf_retry').length === 3, { describe: 'the third delivery succeeds' });
    expect(await deadLetters()).toEqual([]);
  });

  it('row 8: parks a message whose handler failed five times, with its reason, and goes on with the others', async () => {
    behaviour = (payload) => {
      if (payload.workflow_id === 'wf_poison') throw new RetryableError('always broken', { retryAfterMs: 5 });
    };
    const publisher = orchestrator.app.get(Publisher);
    await publisher.publish(message('wf_poison'));
    await publisher.publish(message('wf_behind'));
    await waitFor(() => handledFor('wf_behind').length === 1, { describe: 'the queue behind moves on' });
    await waitFor(async () => (await deadLetters()).length === 1, { describe: 'the poison is parked' });
    expect(handledFor('wf_poison')).toHaveLength(5);
    expect((await deadLetters())[0]).toMatchObject({
      event_id: 'msg_wf_poison',
      code: 'handler-failed',
      reason: 'always broken',
      failures: 5,
    });
    const admin = { ...caller, role: 'admin' as const };
    const named = { consumer: 'hitl-close-hitl-request', event_id: 'msg_wf_poison' };
    const asker = gateway.app.get(Asker);
    await expect(asker.ask(replayDeadLetter('hitl'), named, caller)).rejects.toMatchObject({ status: 403 });
    await expect(asker.ask(replayDeadLetter('hitl'), named, admin)).rejects.toMatchObject({ status: 503 });
    expect((await asker.ask(listDeadLetters('hitl'), {}, admin)).dead_letters).toEqual([
      expect.objectContaining({ ...named, service: 'hitl', reason: 'always broken' }),
    ]);
    behaviour = () => undefined;
    expect(await asker.ask(replayDeadLetter('hitl'), named, admin)).toEqual({ success: true });
    expect(handledFor('wf_poison')).toHaveLength(7);
    expect((await asker.ask(listDeadLetters('hitl'), {}, admin)).dead_letters).toEqual([]);
    await expect(asker.ask(replayDeadLetter('hitl'), named, admin)).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ['bytes that are not JSON', new TextEncoder().encode('{nonsense'), 'malformed-message'],
    ['bytes that are not text', new Uint8Array([0xff, 0xfe, 0x00]), 'malformed-message'],
    ['another shape', new TextEncoder().encode('{"surprise":true}'), 'invalid-message'],
    ['a 900 KB string', new TextEncoder().encode(JSON.stringify('x'.repeat(900_000))), 'invalid-message'],
  ])('row 8: parks %s at once', async (_name, data, code) => {
    const id = createId('msg');
    const subject = subjectOf(closeHitlRequest, 'ten_default', 'wf_raw');
    await orchestrator.app.get(Broker).jetstream.publish(subject, data, { msgID: id });
    await waitFor(async () => (await deadLetters()).some((letter) => letter.event_id === id), {
      describe: 'it is parked',
    });
    const letter = (await deadLetters()).find((candidate) => candidate.event_id === id);
    expect(letter).toMatchObject({ code, failures: 1, subject });
    if (letter !== undefined) await new DatabaseDeadLetterStore(hitl.app.get(Database)).markReplayed(letter);
  });

  it('parks a terminal refusal of the handler at once', async () => {
    behaviour = () => {
      throw new TerminalError('unknown-thing', 'There is no such thing.');
    };
    await orchestrator.app.get(Publisher).publish(message('wf_terminal'));
    await waitFor(async () => (await deadLetters()).some((letter) => letter.code === 'unknown-thing'), {
      describe: 'it is parked',
    });
    expect(handledFor('wf_terminal')).toHaveLength(1);
  });

  it('forgets what was handled long ago and keeps the rest', async () => {
    await database.query(
      `INSERT INTO hitl.inbox (consumer, event_id, tenant_id, handled_at) VALUES
       ('c', 'old', 'ten_default', now() - interval '9 days'), ('c', 'new', 'ten_default', now())`,
    );
    const loop = startPruneLoop(hitl.app.get(Database), hitl.app.get(Clock), createLogger({ level: 'silent' }));
    const left = () => database.query<{ event_id: string }>(`SELECT event_id FROM hitl.inbox WHERE consumer = 'c'`);
    await waitFor(async () => (await left()).length === 1, { describe: 'the old row is gone' });
    await loop.stop();
    expect(await left()).toEqual([{ event_id: 'new' }]);
  });

  it('answers questions with the caller of the question', async () => {
    const reply = await gateway.app.get(Asker).ask(listHitlRequests, {}, caller);
    expect(reply).toEqual({ requests: [], total_count: 7, next_cursor: 'ten_default' });
  });

  it('carries a refusal to the asker as the problem it was', async () => {
    await expect(
      gateway.app.get(Asker).ask(listHitlRequests, { workflow_id: 'wf_refused' }, caller),
    ).rejects.toMatchObject({
      status: 409,
      code: 'refused',
      detail: 'Not for test.',
    });
  });

  it('tells nothing about an unexpected failure', async () => {
    const asked = gateway.app.get(Asker).ask(listHitlRequests, { workflow_id: 'wf_broken' }, caller);
    await expect(asked).rejects.toMatchObject({ status: 500 });
    await expect(asked).rejects.not.toThrow(/SELECT/);
  });

  it('refuses a question of the wrong shape and a caller without the role', async () => {
    const asker = gateway.app.get(Asker);
    await expect(asker.ask(listHitlRequests, { limit: 0 }, caller)).rejects.toMatchObject({
      status: 400,
      code: 'validation-failed',
    });
    await expect(
      asker.ask(listHitlRequests, {}, { ...caller, role: 'nobody' as unknown as 'viewer' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('says that a service is unavailable when nobody answers', async () => {
    await expect(gateway.app.get(Asker).ask(getRouterStatus, {}, caller, 500)).rejects.toBeInstanceOf(UnavailableError);
  });

  it('row 5: goes on by itself when streams and consumers disappear and return', async () => {
    const manager = await orchestrator.app.get(Broker).connection.jetstreamManager();
    for (const stream of ['COMMANDS', 'EVENTS', 'AGENT_TASKS']) await manager.streams.delete(stream);
    await expect(orchestrator.app.get(Publisher).publish(message('wf_lost'))).rejects.toThrow();
    await broker.provision();
    await orchestrator.app.get(Publisher).publish(message('wf_lost', 2));
    await waitFor(() => handledFor('wf_lost').length === 1, {
      timeoutMs: 25_000,
      describe: 'the consumer found the new stream',
    });
  });
});
