import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect } from 'nats';
import { Client } from 'pg';

import { renderNatsConfig, startNatsServer } from '@botarmy/embedded-infrastructure';

import type { OwnerEnvironment } from '../environment';
import { valueOf } from '../environment';

/** What the same machine does at the same time with a bare loop: the measure for everything else. */
export interface Baseline {
  /** Single-row transactions, one after another, with fsync. */
  readonly commitsPerSecond: number;
  /** Persisted messages, each acknowledged before the next. */
  readonly publishesPerSecond: number;
  /** The same with 100 on their way. */
  readonly pipelinedPublishesPerSecond: number;
}

const LOOP_MS = 2_000;
const ON_THEIR_WAY = 100;
const PAYLOAD = new Uint8Array(500);

/** Measures both loops, one after the other. */
export async function measureBaseline(databaseUrl: string, caller: OwnerEnvironment): Promise<Baseline> {
  return { commitsPerSecond: await measureCommits(databaseUrl), ...(await measurePublishes(caller)) };
}

async function measureCommits(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'CREATE TABLE baseline (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)',
    );
    const insert = { name: 'baseline', text: 'INSERT INTO baseline (text) VALUES ($1)', values: ['x'.repeat(200)] };
    const perSecond = await perSecondOf(async () => {
      await client.query(insert);
      return 1;
    });
    await client.query('DROP TABLE baseline');
    return perSecond;
  } finally {
    await client.end();
  }
}

async function measurePublishes(
  caller: OwnerEnvironment,
): Promise<Pick<Baseline, 'publishesPerSecond' | 'pipelinedPublishesPerSecond'>> {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-baseline-'));
  const server = await startNatsServer({
    storeDirectory: folder,
    configText: renderNatsConfig({ port: 0, storeDirectory: folder, users: [] }),
    binary: valueOf(caller, 'NATS_SERVER_BIN'),
    searchPath: valueOf(caller, 'PATH'),
    cacheDirectory: valueOf(caller, 'BOTARMY_CACHE_DIR'),
    dieWithParent: true,
  });
  const connection = await connect({ servers: server.url });
  try {
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'BASELINE', subjects: ['baseline.>'] });
    const stream = connection.jetstream();
    const publish = () => stream.publish('baseline.message', PAYLOAD);
    return {
      publishesPerSecond: await perSecondOf(async () => {
        await publish();
        return 1;
      }),
      pipelinedPublishesPerSecond: await perSecondOf(async () => {
        await Promise.all(Array.from({ length: ON_THEIR_WAY }, publish));
        return ON_THEIR_WAY;
      }),
    };
  } finally {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function perSecondOf(turn: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  let done = 0;
  while (performance.now() - startedMs < LOOP_MS) done += await turn();
  return (done * 1_000) / (performance.now() - startedMs);
}
