/**
 * `npm run bench:router [-- --long] [--profile <folder>]`: what a call costs through the router, with reservation, record and ledger, beside
 * a bare hop and another gateway in the same run. Writes docs/reference/performance-router.{json,md}.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { httpAsk, runClosed, runCount, runOpen } from './load.mjs';
import { renderPage } from './render.mjs';
import { cpuMs, residentMb, start, startPortkey, startRouter } from './targets.mjs';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    profile: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const CELL_MS = Number(values.seconds) * 1_000;
const WARM = { concurrency: 16, durationMs: 1_500, isStreamed: false };
const LONG_CALLS = 100_000;
const loadBefore = loadavg()[0];

const standIn = await start('stand-in.mjs');
const setLatency = async (latencyMs) => {
  standIn.child.send({ latencyMs });
  await once(standIn.child, 'message');
};
const hop = await start('bare-hop.mjs', String(standIn.port));
const portkey = await startPortkey(standIn.port);
const router = await startRouter(standIn.port, values.profile);
const all = [
  { name: 'direct', ask: httpAsk(standIn.port) },
  { name: 'bare hop', child: hop.child, ask: httpAsk(hop.port) },
  ...(portkey === undefined ? [] : [portkey]),
  router,
];
const targets = all.filter(({ name }) => values.only === undefined || name === values.only);

/** What a run took of a target's processor, per call. */
async function measured({ child }, run) {
  const before = child === undefined ? 0 : cpuMs(child.pid);
  const figures = await run();
  const cpu = child === undefined ? null : (cpuMs(child.pid) - before) / figures.calls;
  return { ...figures, cpu };
}

const cells = [];
const rates = [];
const memory = [];
try {
  for (const target of targets) {
    await runClosed(target.ask, WARM);
    await runClosed(target.ask, { ...WARM, isStreamed: true });
  }
  for (const latencyMs of [0, 20]) {
    await setLatency(latencyMs);
    for (const isStreamed of [false, true]) {
      for (const concurrency of [1, 16, 64]) {
        for (const target of targets) {
          const load = { concurrency, durationMs: CELL_MS, isStreamed };
          const figures = await measured(target, () => runClosed(target.ask, load));
          cells.push({ target: target.name, latencyMs, isStreamed, concurrency, ...figures });
        }
      }
    }
  }
  await setLatency(0);
  for (const isStreamed of [false, true]) {
    for (const target of targets) {
      const load = { perSecond: 200, durationMs: CELL_MS * 3, isStreamed };
      rates.push({ target: target.name, isStreamed, ...(await measured(target, () => runOpen(target.ask, load))) });
    }
  }
  for (const { name, child } of targets)
    if (child !== undefined) memory.push({ target: name, mb: residentMb(child.pid) });
  const growth = [];
  if (values.long) {
    await runCount(router.ask, LONG_CALLS, (done) => {
      if (done % 10_000 === 0) growth.push({ calls: done, mb: residentMb(router.child.pid) });
    });
  }
  const result = {
    measured_at: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0].model}`,
    node: process.version,
    load_before: loadBefore,
    fsync: router.fsync,
    cell_seconds: CELL_MS / 1_000,
    cells,
    rates,
    memory,
    growth,
    booked: await router.booked(),
  };
  const folder = resolve(import.meta.dirname, '../../../docs/reference');
  if (values.only === undefined && values.profile === undefined) {
    writeFileSync(join(folder, 'performance-router.json'), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(join(folder, 'performance-router.md'), renderPage(result));
  }
  process.stdout.write(renderPage(result));
} finally {
  await router.stop();
  for (const child of [standIn.child, hop.child, portkey?.child]) child?.kill('SIGKILL');
}
process.exit(0);
