import { join } from 'node:path';

import type { Environment, RunningService } from '@botarmy/chassis';
import { createLogger, MetricsRegistry, SystemClock } from '@botarmy/chassis';
import type {
  Caller,
  CompleteModelCallReply,
  CompleteModelCallRequest,
  CompleteModelCallV2Reply,
  CompleteModelCallV2Request,
} from '@botarmy/contracts';
import { completeModelCall, completeModelCallV2, createId, DEFAULT_TENANT_ID } from '@botarmy/contracts';
import { Asker, Broker, MessagingMetrics, StreamClient } from '@botarmy/messaging';
import type { StreamAskOptions } from '@botarmy/messaging';
import { createPlatformBroker, createServiceDatabase } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from './bootstrap';
import { startSimulator } from './simulator.fixture';
import type { Simulator } from './simulator.fixture';

/** A row of the call record as tests look at it. */
export interface CallRow {
  readonly call_id: string;
  readonly status: string;
  readonly claim: number;
  readonly error_code: string | null;
  readonly answer: string | null;
  readonly doubtful_requests: number;
  readonly cost_micros: string;
  readonly reserved_micros: string;
  readonly provider_requests: readonly Record<string, unknown>[];
}

/** Routers on a real database, broker and simulator, and a runner's way of asking them. */
export interface RouterRig {
  readonly broker: PlatformBroker;
  readonly database: ServiceDatabase;
  readonly simulator: Simulator;
  readonly asker: Asker;
  /** What a router of this rig is started with. */
  readonly environment: Environment;
  start(environment?: Environment): Promise<RunningService>;
  ask(request: CompleteModelCallRequest, options?: StreamAskOptions, caller?: Caller): Promise<CompleteModelCallReply>;
  /** The same with parts, tools and formats. */
  askV2(
    request: CompleteModelCallV2Request,
    options?: StreamAskOptions,
    caller?: Caller,
  ): Promise<CompleteModelCallV2Reply>;
  rowOf(request: { readonly idempotency_key: string }): Promise<CallRow>;
  stop(): Promise<void>;
}

export const RUNNER: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'service:agent-runner',
  user_name: 'agent-runner',
  role: 'admin',
  request_id: 'req_test',
};

/** A request for a short document, under a key of its own. */
export function callRequest(changes: Partial<CompleteModelCallRequest> = {}): CompleteModelCallRequest {
  const workflow_id = changes.workflow_id ?? createId('wf');
  return {
    idempotency_key: `${workflow_id}/requirements/1/1`,
    workflow_id,
    task_id: 'requirements',
    attempt: 1,
    agent_id: 'analyst',
    route: 'default',
    messages: [
      { role: 'system', content: 'You are an analyst.' },
      { role: 'user', content: 'What does a plant care app for home gardeners need?' },
    ],
    max_output_tokens: 1_000,
    temperature: 0.2,
    timeout_ms: 20_000,
    ...changes,
  };
}

export async function createRouterRig(): Promise<RouterRig> {
  const [broker, database, simulator] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('llm-router', join(__dirname, '../prisma/migrations')),
    startSimulator(),
  ]);
  const connect = (service: 'agent-runner' | 'gateway'): Promise<Broker> => {
    const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf(service);
    return Broker.connect({ service, url: NATS_URL, nkeySeed: NATS_NKEY_SEED }, createLogger({ level: 'silent' }));
  };
  const [runner, gateway] = await Promise.all([connect('agent-runner'), connect('gateway')]);
  const client = new StreamClient(runner, new SystemClock());
  const started: RunningService[] = [];
  const environment: Environment = {
    ...broker.environmentOf('llm-router'),
    DATABASE_URL: database.serviceUrl,
    SIMULATOR_URL: simulator.url,
    LOG_LEVEL: 'silent',
  };
  return {
    broker,
    database,
    simulator,
    asker: new Asker(gateway, new SystemClock(), new MessagingMetrics(new MetricsRegistry())),
    environment,
    start: async (own = {}) => {
      const service = await bootstrap({ environment: { ...environment, ...own } });
      started.push(service);
      return service;
    },
    ask: (request, options, caller = RUNNER) => client.ask(completeModelCall, request, caller, options),
    askV2: (request, options, caller = RUNNER) => client.ask(completeModelCallV2, request, caller, options),
    rowOf: async ({ idempotency_key }) => {
      const sql = 'SELECT * FROM llm_router.model_call WHERE idempotency_key = $1';
      const [row] = await database.query(sql, [idempotency_key]);
      return row as CallRow;
    },
    stop: async () => {
      await Promise.all(started.map((service) => service.close()));
      await Promise.all([runner.close(), gateway.close(), simulator.stop()]);
      await Promise.all([broker.stop(), database.drop()]);
    },
  };
}
