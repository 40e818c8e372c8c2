import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { waitFor } from '@botarmy/testing';

import type { Fault } from '../src/chaos/fault';
import type { ChaosResult } from '../src/chaos/run-chaos';
import { natsUsers } from '../src/infrastructure/nats-users';
import { loadSecrets, seedOf } from '../src/state/secrets';
import { startSplitPlatform, sufferFaults } from './chaos.fixture';
import type { SplitPlatform } from './chaos.fixture';
import { startNatsCluster } from './nats-cluster.fixture';
import type { NatsCluster } from './nats-cluster.fixture';

const LONE = 0;

describe('row 6: a cluster of three brokers of which one is cut off', () => {
  let cluster: NatsCluster;
  let split: SplitPlatform;
  let result: ChaosResult;
  let seed: string;
  const seen = { minorityAccepted: true, majorityAccepted: false, saidAgain: 0 };

  /** The runner is on the cut-off side: the others say its work again and again, until all can talk again. */
  const partition: Fault = {
    name: 'one broker is cut off',
    run: async ({ platform }) => {
      const startedMs = performance.now();
      await cluster.cutOff(LONE);
      await waitFor(async () => !(await cluster.isWritableAt(LONE, seed)), {
        timeoutMs: 60_000,
        describe: 'the lone side to refuse',
      });
      await waitFor(() => cluster.isWritableAt(1, seed), { timeoutMs: 60_000, describe: 'the other side to accept' });
      seen.minorityAccepted = await cluster.isWritableAt(LONE, seed);
      seen.majorityAccepted = await cluster.isWritableAt(2, seed);
      seen.saidAgain = await waitFor(async () => (await looksAfterTasks(platform.database.url)) || undefined, {
        timeoutMs: 60_000,
        describe: 'a task of the cut-off runner to be said again',
      });
      await cluster.heal();
      await waitFor(() => cluster.isWritableAt(LONE, seed), {
        timeoutMs: 60_000,
        describe: 'the lone side to accept again',
      });
      return { killed: [], recoveredAfterMs: performance.now() - startedMs };
    },
  };

  beforeAll(async () => {
    const stateDirectory = mkdtempSync(join(tmpdir(), 'botarmy-split-'));
    const secrets = loadSecrets(join(stateDirectory, 'secrets.json'));
    seed = seedOf(secrets, 'orchestrator');
    cluster = await startNatsCluster(
      join(stateDirectory, 'cluster'),
      natsUsers((service) => seedOf(secrets, service)),
    );
    await cluster.formed(seed);
    const [lone = '', ...others] = cluster.servers.map(({ url }) => url);
    split = await startSplitPlatform({
      stateDirectory,
      variables: { NATS_URL: others.join(), STREAM_REPLICAS: '3' },
      serviceEnvironment: { 'agent-runner': { NATS_URL: lone } },
    });
    result = await sufferFaults(split, [partition]);
  }, 400_000);
  afterAll(async () => {
    await split?.stop();
    await cluster?.stop();
  }, 60_000);

  it('accepts nothing on the side of the one, and goes on with the two', () => {
    expect(result.records).toMatchObject([{ problem: undefined }]);
    expect(seen).toMatchObject({ minorityAccepted: false, majorityAccepted: true });
  });

  it('says the work of the cut-off runner again and lets no effect happen twice', () => {
    expect(seen.saidAgain).toBeGreaterThan(0);
    expect(result.violations).toEqual([]);
  });
});

async function looksAfterTasks(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const sql = `SELECT coalesce(max(looks), 0) AS looks FROM orchestrator.due_work WHERE kind = 'agent-task'`;
    return (await client.query<{ looks: number }>(sql)).rows[0]?.looks ?? 0;
  } finally {
    await client.end();
  }
}
