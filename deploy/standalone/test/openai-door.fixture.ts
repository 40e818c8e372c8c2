import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import OpenAI from 'openai';

import { createLogger, MetricsRegistry, SystemClock } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { createVirtualKey, DEFAULT_TENANT_ID } from '@botarmy/contracts';
import type { Caller, CreateVirtualKeyReply, CreateVirtualKeyRequest } from '@botarmy/contracts';
import { bootstrap as startGateway } from '@botarmy/gateway';
import { bootstrap as startRouter } from '@botarmy/llm-router';
import { Asker, Broker, MessagingMetrics } from '@botarmy/messaging';
import { bootstrap as startSimulator } from '@botarmy/model-simulator';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { ServiceDatabase } from '@botarmy/testing';

const MIGRATIONS = join(__dirname, '../../../services/llm-router/prisma/migrations');

/** A call as the simulator's log shows it. */
export interface SimulatedCall {
  readonly model: string;
  readonly outcome: string;
  readonly idempotency_key: string | null;
}

/** An administrator who asks the router's questions as the gateway would. */
export const ADMIN: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'usr_admin',
  user_name: 'An admin',
  role: 'admin',
  request_id: 'req_test',
};

/** Gateway, router and simulator on a real database and broker, and the official client in front of them. */
export interface DoorRig {
  readonly gateway: RunningService;
  readonly database: ServiceDatabase;
  readonly asker: Asker;
  createKey(request?: Partial<CreateVirtualKeyRequest>, caller?: Caller): Promise<CreateVirtualKeyReply>;
  /** The official client, as anybody would make it. */
  client(apiKey: string): OpenAI;
  /** Replaces the simulator's rules. */
  script(...scripts: Readonly<Record<string, unknown>>[]): Promise<void>;
  simulated(): Promise<SimulatedCall[]>;
  /** The record of the newest call under a key of the door, once it is settled. */
  settledCall(keyId: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function createDoorRig(): Promise<DoorRig> {
  const [broker, database] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('llm-router', MIGRATIONS),
  ]);
  const quiet = { LOG_LEVEL: 'silent', PORT: '0' };
  const simulator = await startSimulator({ environment: { ...quiet, SIMULATOR_CONTROL: 'true' } });
  const proxy = await startUnmarkedProxy(simulator.url);
  const router = await startRouter({
    environment: {
      ...broker.environmentOf('llm-router'),
      ...quiet,
      DATABASE_URL: database.serviceUrl,
      OPENAI_API_KEY: 'sk-installation',
      OPENAI_BASE_URL: `${proxy.url}/v1`,
      ROUTE_ROUNDS: '1',
    },
  });
  const gateway = await startGateway({
    environment: { ...broker.environmentOf('gateway'), ...quiet, ENVIRONMENT: 'test' },
  });
  const { NATS_URL: url, NATS_NKEY_SEED: nkeySeed } = broker.environmentOf('gateway');
  const bus = await Broker.connect({ service: 'gateway', url, nkeySeed }, createLogger({ level: 'silent' }));
  const asker = new Asker(bus, new SystemClock(), new MessagingMetrics(new MetricsRegistry()));
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${simulator.url}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`the simulator refused ${method} ${path}: ${await answer.text()}`);
    return method === 'GET' ? answer.json() : undefined;
  };
  return {
    gateway,
    database,
    asker,
    createKey: (request = {}, caller = ADMIN) => asker.ask(createVirtualKey, { name: 'Test', ...request }, caller),
    client: (apiKey) => new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 }),
    script: async (...scripts) => {
      await control('DELETE', 'calls');
      await control('PUT', 'script', { rules: scripts.map((script) => ({ match: {}, script })) });
    },
    simulated: async () => {
      const { calls } = (await control('GET', 'calls?limit=1000')) as { calls: SimulatedCall[] };
      return calls.toReversed();
    },
    settledCall: (keyId) =>
      waitFor(
        async () => {
          const sql = `SELECT * FROM llm_router.model_call WHERE virtual_key_id = $1 AND status <> 'reserved' ORDER BY created_at DESC LIMIT 1`;
          return (await database.query(sql, [keyId]))[0] as Record<string, unknown> | undefined;
        },
        { describe: 'a settled call' },
      ),
    stop: async () => {
      await gateway.close();
      await router.close();
      await bus.close();
      await Promise.all([simulator.close(), proxy.close(), broker.stop(), database.drop()]);
    },
  };
}

/** Passes requests on as they come, and answers without the mark of a simulation: they cost something. */
async function startUnmarkedProxy(target: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((incoming, outgoing) => {
    const { host: _host, ...headers } = incoming.headers;
    const upstream = send(`${target}${incoming.url ?? ''}`, { method: incoming.method, headers }, (answer) => {
      const { 'x-botarmy-simulated': _mark, ...passed } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 500, passed);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
      answer.on('close', () => (answer.complete ? undefined : outgoing.destroy()));
    });
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
