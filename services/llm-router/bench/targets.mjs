/** Everything the bench asks, each in a process of its own: the stand-in itself, the bare hop, another gateway, the router. */
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

import { httpAsk } from './load.mjs';

const here = import.meta.dirname;
const root = resolve(here, '../../..');
const require = createRequire(import.meta.url);
const TICKS_PER_SECOND = 100;

/** A process of the bench: `{ child, port }`. */
export async function start(file, ...args) {
  const child = fork(join(here, file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

/** Milliseconds of processor time a process has used. */
export function cpuMs(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** Megabytes a process holds. */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}

/**
 * Portkey's gateway from npm; undefined, with the reason printed, where it cannot be installed or does not answer. The server library it
 * stands on is pinned to a version it works with: with the newest its answers fail ("immutable" headers).
 */
export async function startPortkey(upstreamPort) {
  const folder = join(here, 'portkey');
  const program = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (!existsSync(program)) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(npm, ['ci', '--ignore-scripts'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) {
      console.error('bench: the other gateway could not be installed; it is left out');
      return undefined;
    }
  }
  const port = await freePort();
  const child = spawn(process.execPath, [program, `--port=${port}`, '--headless'], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const headers = {
    authorization: 'Bearer any',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
  };
  const ask = httpAsk(port, headers);
  try {
    await answering(() => ask(false));
    await ask(true);
  } catch (error) {
    console.error(`bench: the other gateway does not answer and is left out: ${error.message}`);
    child.kill('SIGKILL');
    return undefined;
  }
  return { name: 'portkey 1.15.2', child, ask };
}

/** The router as an installation has it: broker, PostgreSQL, a budget that every call is reserved in. Asked over the bus. */
export async function startRouter(upstreamPort, profileFolder) {
  require(join(root, 'libs/testing/jest/register-typescript.cjs')).registerTypescript();
  const { createPlatformBroker, createServiceDatabase } = require(join(root, 'libs/testing/src/index.ts'));
  const { Asker, Broker, MessagingMetrics, StreamClient } = require(join(root, 'libs/messaging/src/index.ts'));
  const { createLogger, MetricsRegistry, SystemClock } = require(join(root, 'libs/chassis/src/index.ts'));
  const { completeModelCallV2, createId, setBudgetV2 } = require(join(root, 'libs/contracts/src/index.ts'));
  const [broker, database] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('llm-router', join(here, '../prisma/migrations')),
  ]);
  const [{ fsync }] = await database.query('SHOW fsync');
  const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  // As the image starts it.
  const options = ['--max-semi-space-size=8', ...profile];
  const child = spawn(process.execPath, [...options, join(here, '../dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      ...broker.environmentOf('llm-router'),
      DATABASE_URL: database.serviceUrl,
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      LOG_LEVEL: 'warn',
      PORT: '0',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { NATS_URL: url, NATS_NKEY_SEED: nkeySeed } = broker.environmentOf('gateway');
  const connection = await Broker.connect({ service: 'gateway', url, nkeySeed }, createLogger({ level: 'silent' }));
  const clock = new SystemClock();
  const streams = new StreamClient(connection, clock);
  const asker = new Asker(connection, clock, new MessagingMetrics(new MetricsRegistry()));
  const caller = { tenant_id: 'ten_bench', user_id: 'bench', user_name: 'bench', role: 'admin', request_id: 'req_b' };
  const text = (role, words) => ({ role, parts: [{ type: 'text', text: words }] });
  const ask = async (isStreamed) => {
    const startMs = performance.now();
    let firstMs;
    const request = {
      idempotency_key: createId('call'),
      route: 'openai/gpt-4o',
      scope: {},
      turns: [
        text('system', 'You are an analyst.'),
        text('user', 'What does a plant care app for home gardeners need?'),
      ],
      max_output_tokens: 100,
      timeout_ms: 30_000,
    };
    const onDelta = isStreamed ? () => void (firstMs ??= performance.now() - startMs) : undefined;
    const reply = await streams.ask(completeModelCallV2, request, caller, onDelta === undefined ? {} : { onDelta });
    if (reply.usage.cost_micros === null || reply.usage.cost_micros === 0) throw new Error('the call cost nothing');
    const totalMs = performance.now() - startMs;
    return { firstMs: firstMs ?? totalMs, totalMs };
  };
  const budget = { name: 'bench', scope_kind: 'tenant', scope_id: '*', period: 'month', limit_micros: 9e14 };
  await answering(() => asker.ask(setBudgetV2, budget, caller));
  await answering(() => ask(false));
  const booked = async () => {
    const sums = `SELECT (SELECT count(*) FROM llm_router.ledger_entry)::int AS lines,
      (SELECT count(*) FROM llm_router.model_call WHERE status = 'completed')::int AS calls,
      (SELECT sum(reserved_micros) FROM llm_router.budget_account)::int AS held`;
    return (await database.query(sums))[0];
  };
  const stop = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
    await connection.close();
    await broker.stop();
    await database.drop();
  };
  return { name: 'router', child, ask, fsync, booked, stop };
}

async function answering(ask) {
  for (let times = 0; ; times += 1) {
    try {
      return await ask();
    } catch (error) {
      if (times === 150) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
