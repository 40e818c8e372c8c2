/**
 * `npm run bench:gateway [-- --seconds 3] [--profile <folder>]`: what the public door costs. Routes beside a bare Nest service, news to many
 * WebSocket clients beside a bare `ws` broadcast, memory of connections and of clients that never read. Writes
 * docs/reference/performance-gateway.{json,md}. Takes about two minutes.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { cpuMs, residentMb, start, startGateway } from './processes.mjs';
import { renderPage } from './render.mjs';
import { measureRequests } from './requests.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, profile: { type: 'string' }, only: { type: 'string' } },
});
const seconds = Number(values.seconds);
const CONNECTIONS = 64;
/** Events on their way at the same time: enough to keep everybody busy, and far from a megabyte unread. */
const WINDOW = 200;
const loadBefore = loadavg()[0];

const services = await start('services.mjs');
const limits = { MAX_CONNECTIONS: '5000', RATE_LIMIT_ENABLED: 'false' };
const gateway = await startGateway({ ...services.environment, ...limits }, values.profile);
const { NATS_URL: natsUrl, NATS_NKEY_SEED: seed } = services.environment;
const bare = await start('bare-broadcast.mjs', natsUrl, seed, services.subject);
const hello = await start('bare-hello.mjs');
const clients = await start('clients.mjs');
const all = [services, gateway, bare, hello, clients];

try {
  const result = {
    measured_at: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0].model}`,
    node: process.version,
    load_before: loadBefore,
    seconds,
    // First, while the gateway has not grown by anything else.
    memory: wanted('memory') ? await memory() : null,
    requests: wanted('requests') ? await routes() : [],
    fan_out: wanted('fan-out') ? [...(await fanOut(100)), ...(await fanOut(1_000))] : [],
    steady: wanted('steady') ? await steady() : [],
  };
  const folder = resolve(import.meta.dirname, '../../../docs/reference');
  if (values.only === undefined && values.profile === undefined) {
    writeFileSync(join(folder, 'performance-gateway.json'), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(join(folder, 'performance-gateway.md'), renderPage(result));
  }
  process.stdout.write(renderPage(result));
} finally {
  gateway.child.kill('SIGTERM');
  for (const { child } of all) if (child !== gateway.child && child !== services.child) child.kill('SIGKILL');
  services.child.disconnect();
}
process.exit(0);

function wanted(part) {
  return values.only === undefined || values.only === part;
}

/** Requests per second of routes, and of a bare Nest service in the same run. */
async function routes() {
  const { token } = services;
  const { workflowId } = await services.ask('create');
  const { port } = gateway;
  const targets = [
    { name: 'bare Nest hello', child: hello.child, port: hello.port, path: '/hello' },
    { name: 'GET status', child: gateway.child, port, token, path: `/api/workflows/${workflowId}/status` },
    { name: 'GET list', child: gateway.child, port, token, path: '/api/workflows?limit=20' },
    {
      name: 'POST start',
      child: gateway.child,
      port,
      token,
      method: 'POST',
      path: '/api/workflows/start',
      body: { project_brief: 'A lending library for tools with reminders.', workflow_type: 'sdlc' },
    },
  ];
  const rows = [];
  for (const { name, child, ...target } of targets) {
    await measureRequests(target, { connections: CONNECTIONS, durationMs: 1_000 });
    const before = cpuMs(child);
    const figures = await measureRequests(target, { connections: CONNECTIONS, durationMs: seconds * 1_000 });
    rows.push({ target: name, ...figures, cpu: (cpuMs(child) - before) / figures.requests });
  }
  return rows;
}

/** As many events as go, to so many clients that follow one workflow; the bare broadcast is told the same. */
async function fanOut(count) {
  const rows = [];
  for (const target of [
    { name: 'bare ws broadcast', child: bare.child, open: { port: bare.port, path: '/' } },
    { name: 'gateway', child: gateway.child, open: gatewayClients() },
  ]) {
    const { workflowId } = await services.ask('create');
    await openClients(target.open, count, workflowId);
    await publish(workflowId, 0, 500);
    await clients.ask('measure', { isTimed: false });
    const before = cpuMs(target.child);
    const startMs = performance.now();
    const events = await publish(workflowId, 0, undefined, seconds * 1_000);
    const elapsedS = (performance.now() - startMs) / 1_000;
    const cpu = cpuMs(target.child) - before;
    const report = await clients.ask('report');
    rows.push({ target: target.name, clients: count, events, ...rates(report, events, count, elapsedS, cpu) });
    await clients.ask('close');
  }
  return rows;
}

function rates(report, events, count, elapsedS, cpu) {
  return {
    perSecond: report.frames / elapsedS,
    eventsPerSecond: events / elapsedS,
    megabytesPerSecond: report.bytes / elapsedS / 1_048_576,
    lost: events * count - report.events,
    closed: report.closed,
    cpuMicros: (cpu * 1_000) / report.frames,
  };
}

/** Keeps a window of events on their way until a count or a time is reached. */
async function publish(workflowId, already, count = Infinity, durationMs = Infinity) {
  const startMs = performance.now();
  let published = already;
  while (published - already < count && performance.now() - startMs < durationMs) {
    await services.ask('publish', { workflowId, count: WINDOW });
    published += WINDOW;
    // Half a window behind: the next is published while the clients still read this one.
    await clients.ask('reach', { events: published - WINDOW / 2 });
  }
  await clients.ask('reach', { events: published });
  return published - already;
}

/** 500 events a second to 100 clients: how long one takes from its publishing to its arrival. */
async function steady() {
  const rows = [];
  for (const target of [
    { name: 'bare ws broadcast', child: bare.child, open: { port: bare.port, path: '/' } },
    { name: 'gateway', child: gateway.child, open: gatewayClients() },
  ]) {
    const { workflowId } = await services.ask('create');
    await openClients(target.open, 100, workflowId);
    await services.ask('publishAtRate', { workflowId, perSecond: 500, seconds: 1 });
    await clients.ask('reach', { events: 500 });
    await clients.ask('measure', { isTimed: true });
    const before = cpuMs(target.child);
    await services.ask('publishAtRate', { workflowId, perSecond: 500, seconds });
    const events = 500 * seconds;
    await clients.ask('reach', { events });
    const share = (cpuMs(target.child) - before) / (seconds * 1_000);
    const { p50, p99, events: arrived } = await clients.ask('report');
    rows.push({ target: target.name, p50, p99, lost: events * 100 - arrived, processor: share });
    await clients.ask('close');
  }
  return rows;
}

/** What connections hold, and what clients hold that never read. */
async function memory() {
  const { workflowId } = await services.ask('create');
  const message = { type: 'subscribe', workflow_id: workflowId, after_seq: 0 };
  const empty = residentMb(gateway.child);
  await clients.ask('open', { ...gatewayClients(), count: 1_000, message });
  const idle = residentMb(gateway.child);
  await clients.ask('close');
  await clients.ask('open', { ...gatewayClients(), count: 100, message });
  await clients.ask('measure', { isTimed: true });
  const first = await publish(workflowId, 0, 2_000);
  const { p99: before } = await clients.ask('report');
  const reading = residentMb(gateway.child);
  await clients.ask('stall', { ...gatewayClients(), count: 50, message: { ...message, after_seq: first } });
  await clients.ask('measure', { isTimed: true });
  const events = await publish(workflowId, 0, 10_000);
  const report = await clients.ask('report');
  const stalled = residentMb(gateway.child);
  await clients.ask('close');
  return {
    perConnectionKb: ((idle - empty) * 1_024) / 1_000,
    emptyMb: empty,
    stalledMb: stalled - reading,
    p99Before: before,
    p99: report.p99,
    lost: events * 100 - report.events,
  };
}

function gatewayClients() {
  return { port: gateway.port, path: '/api/ws', token: services.token };
}

async function openClients(options, count, workflowId) {
  const message = { type: 'subscribe', workflow_id: workflowId, after_seq: 0 };
  const isGateway = options.token !== undefined;
  await clients.ask('open', { ...options, count, ...(isGateway ? { message } : {}) });
  await clients.ask('measure', { isTimed: false });
}
