import { join } from 'node:path';

import { createLogger, MetricsRegistry, Problem, SystemClock } from '@botarmy/chassis';
import type { Environment, RunningService } from '@botarmy/chassis';
import {
  closeHitlRequest,
  createId,
  DEFAULT_TENANT_ID,
  getHitlRequest,
  listHitlRecords,
  hitlOpenHitlRequest,
  hitlRequestAnswered,
  listHitlRequests,
  openHitlRequest,
  readMemberships,
  respondToHitlRequest,
  subjectOf,
} from '@botarmy/contracts';
import type {
  Caller,
  HitlRequestAnswered,
  HitlRequestView,
  ListHitlRecordsReply,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  MembershipView,
  OpenHitlRequest,
  QuestionDeclaration,
  ReadMembershipsRequest,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from '@botarmy/contracts';
import { Asker, Broker, MessagingMetrics, outgoingMessage, Publisher } from '@botarmy/messaging';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from './bootstrap';

const ARTIFACT = {
  artifact_id: 'art_a',
  version_id: 'ver_a',
  version: 1,
  path: 'architecture.md',
  sha256: 'a'.repeat(64),
  size_bytes: 12,
};

/** The problem with which a question is refused; throws when it is answered or fails in another way. */
export async function refusalOf(question: Promise<unknown>): Promise<Problem> {
  try {
    await question;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('the question was answered');
}

/** A request as the orchestrator asks for it. */
export function requestBuilder(fields: Partial<OpenHitlRequest> = {}): OpenHitlRequest {
  return {
    request_id: createId('hitl'),
    workflow_id: createId('wf'),
    agent_id: 'architect',
    stage_id: 'design',
    type: 'approval',
    title: 'Architecture Review Required',
    description: 'Please review the proposed architecture',
    options: [
      { value: 'approve', label: 'Approve as-is' },
      { value: 'modify', label: 'Request modifications' },
      { value: 'reject', label: 'Reject and restart' },
    ],
    artifacts: [ARTIFACT],
    requested_at: new Date().toISOString(),
    ...fields,
  };
}

/** A person of the default tenant who may answer. */
export function callerBuilder(fields: Partial<Caller> = {}): Caller {
  return {
    tenant_id: DEFAULT_TENANT_ID,
    user_id: 'usr_ada',
    user_name: 'Ada',
    role: 'approver',
    request_id: 'req_test',
    ...fields,
  };
}

/** hitl on a real database and broker, between an orchestrator that commands and a gateway that asks. */
export interface HitlRig {
  readonly broker: PlatformBroker;
  readonly database: ServiceDatabase;
  /** What hitl's bootstrap needs. */
  readonly environment: Record<string, string>;
  start(environment?: Environment): Promise<RunningService>;
  /** Sends the command and returns its event id; the same event id is the same command again. */
  open(request: OpenHitlRequest, details?: { tenantId?: string; eventId?: string }): Promise<string>;
  /** Sends the command and waits until it is handled. */
  close(request: OpenHitlRequest, details?: { tenantId?: string; reason?: string }): Promise<void>;
  /** Resolves when a command is handled. */
  handled(eventId: string): Promise<void>;
  list(request: ListHitlRequestsRequest, caller?: Caller): Promise<ListHitlRequestsReply>;
  get(requestId: string, caller?: Caller): Promise<HitlRequestView>;
  respond(
    request: RespondToHitlRequestRequest,
    caller?: Caller,
    timeoutMs?: number,
  ): Promise<RespondToHitlRequestReply>;
  /** The trail of a request. */
  records(requestId: string, caller?: Caller): Promise<ListHitlRecordsReply>;
  /** Asks hitl anything as the gateway does. */
  ask<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller?: Caller,
  ): Promise<TReply>;
  /** Makes identity know these people and these versions of groups; it answers hitl from then on. */
  knowPeople(people: readonly MembershipView[], groups?: Readonly<Record<string, number>>): void;
  /** Every answer in the stream for a workflow, once the outbox is empty. */
  answersInStream(workflowId: string): Promise<HitlRequestAnswered[]>;
  /** Has the broker repeat an unacknowledged command after a quarter of a second instead of thirty. */
  hastenRedelivery(): Promise<void>;
  stop(): Promise<void>;
}

export async function createHitlRig(): Promise<HitlRig> {
  const [broker, database] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('hitl', join(__dirname, '../prisma/migrations')),
  ]);
  const logger = createLogger({ level: 'silent' });
  const connect = (service: 'gateway' | 'identity' | 'orchestrator') => {
    const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf(service);
    return Broker.connect({ service, url: NATS_URL, nkeySeed: NATS_NKEY_SEED }, logger);
  };
  const [gateway, orchestrator, identity] = await Promise.all([
    connect('gateway'),
    connect('orchestrator'),
    connect('identity'),
  ]);
  const known = { people: [] as readonly MembershipView[], groups: {} as Readonly<Record<string, number>> };
  answerMemberships(identity, known);
  const asker = new Asker(gateway, new SystemClock(), new MessagingMetrics(new MetricsRegistry()));
  const publisher = new Publisher(orchestrator);
  const environment = { ...broker.environmentOf('hitl'), DATABASE_URL: database.serviceUrl };
  const started: RunningService[] = [];
  const handled = async (eventId: string): Promise<void> => {
    const rows = () => database.query('SELECT 1 FROM hitl.inbox WHERE event_id = $1', [eventId]);
    await waitFor(async () => (await rows()).length > 0, { describe: `the command ${eventId} to be handled` });
  };
  return {
    broker,
    database,
    environment,
    start: async (more = {}) => {
      const service = await bootstrap({ environment: { ...environment, LOG_LEVEL: 'silent', ...more } });
      started.push(service);
      return service;
    },
    open: async (payload, { tenantId = DEFAULT_TENANT_ID, eventId = createId('msg') } = {}) => {
      const key = [payload.workflow_id];
      // A publication number of its own: the broker's duplicate window must not swallow a repetition.
      const publication = Number.parseInt(createId('msg').slice(-4), 36);
      await publisher.publish(outgoingMessage(openHitlRequest, { eventId, tenantId, key, payload, publication }));
      return eventId;
    },
    close: async (
      { workflow_id, request_id },
      { tenantId = DEFAULT_TENANT_ID, reason = 'workflow-cancelled' } = {},
    ) => {
      const payload = { workflow_id, request_ids: [request_id], reason };
      const eventId = createId('msg');
      await publisher.publish(outgoingMessage(closeHitlRequest, { eventId, tenantId, key: [workflow_id], payload }));
      await handled(eventId);
    },
    handled,
    list: (request, caller = callerBuilder()) => asker.ask(listHitlRequests, request, caller),
    get: (request_id, caller = callerBuilder()) => asker.ask(getHitlRequest, { request_id }, caller),
    respond: (request, caller = callerBuilder(), timeoutMs = 15_000) =>
      asker.ask(respondToHitlRequest, request, caller, timeoutMs),
    records: (request_id, caller = callerBuilder()) => asker.ask(listHitlRecords, { request_id }, caller),
    ask: (question, request, caller = callerBuilder()) => asker.ask(question, request, caller, 15_000),
    knowPeople: (people, groups = {}) => Object.assign(known, { people, groups }),
    answersInStream: async (workflowId) => {
      await waitFor(async () => (await database.query('SELECT 1 FROM hitl.outbox')).length === 0, {
        describe: 'the outbox to be empty',
      });
      const manager = await orchestrator.jetstream.jetstreamManager();
      const subject = subjectOf(hitlRequestAnswered, DEFAULT_TENANT_ID, workflowId);
      const { state } = await manager.streams.info('EVENTS', { subjects_filter: subject });
      const count = state.subjects?.[subject] ?? 0;
      if (count === 0) return [];
      const answers: HitlRequestAnswered[] = [];
      // From the newest on: what a test asks about has just happened, however long it has run.
      for (let seq = state.last_seq; seq >= state.first_seq && answers.length < count; seq -= 1) {
        const message = await manager.streams.getMessage('EVENTS', { seq });
        if (message.subject === subject) answers.unshift(message.json<HitlRequestAnswered>());
      }
      return answers;
    },
    hastenRedelivery: async () => {
      const { durable, stream } = hitlOpenHitlRequest;
      const manager = await orchestrator.jetstream.jetstreamManager();
      await manager.consumers.update(stream, durable, { ack_wait: 250_000_000 });
    },
    stop: async () => {
      await Promise.all(started.map((service) => service.close()));
      await Promise.all([gateway.close(), orchestrator.close(), identity.close()]);
      await Promise.all([broker.stop(), database.drop()]);
    },
  };
}

/** Identity, as far as hitl asks it. */
function answerMemberships(
  identity: Broker,
  known: { readonly people: readonly MembershipView[]; readonly groups: Readonly<Record<string, number>> },
): void {
  identity.connection.subscribe(readMemberships.subject, {
    callback: (_error, message) => {
      const { id, data } = message.json<{ id: string; data: ReadMembershipsRequest }>();
      const response = {
        people: known.people.filter(({ user_id }) => data.user_ids.includes(user_id)),
        groups: data.groups.map((name) => ({ name, version: known.groups[name] ?? 0 })),
      };
      message.respond(JSON.stringify({ id, response, isDisposed: true }));
    },
  });
}
