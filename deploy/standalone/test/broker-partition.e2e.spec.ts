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
  const seen = { minorityAccepted: true, majorityAccepted: false, handedOver: 0 };

  /** Agents' work reaches the cut-off side and is not reported: the others hand it over and over, until all can talk again. */
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
      seen.handedOver = await waitFor(async () => (await raisedLeases(platform.database.url)) || undefined, {
        timeoutMs: 60_000,
        describe: 'a lease to be raised',
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

  it('hands work of the cut-off runner over and lets no effect happen twice', () => {
    expect(seen.handedOver).toBeGreaterThan(0);
    expect(result.violations).toEqual([]);
  });
});

async function raisedLeases(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const sql = `SELECT count(*)::integer AS count FROM orchestrator.workflow_event WHERE type = 'task-lease-raised'`;
    return (await client.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
