import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

import { startChaosPlatform } from '../../chaos/chaos-platform';
import type { ChaosPlatformOptions } from '../../chaos/chaos-platform';
import { ApiClient } from '../../load/api-client';
import type { Print } from '../../terminal/print';
import { spreadOf } from '../parked/parked-figures';
import type { Spread } from '../parked/parked-figures';
import type { StoredFigures } from './artifact-figures';
import { fillArtifacts } from './fill-artifacts';
import type { FilledArtifact } from './fill-artifacts';

/** How much is measured. */
export interface ArtifactRun extends Pick<ChaosPlatformOptions, 'caller' | 'throwAway'> {
  readonly stateDirectory: string;
  /** Numbers of artifacts, ascending, multiples of `perWorkflow`. */
  readonly scales: readonly number[];
  readonly perWorkflow: number;
  /** Requests of each kind; of archives a tenth. */
  readonly requests: number;
  readonly print: Print;
}

const LOOK_MS = 250;

/** Measures what the public door takes for artifacts, at every number of them. */
export async function measureArtifacts(run: ArtifactRun): Promise<StoredFigures[]> {
  const { stateDirectory, caller, throwAway = false, print, perWorkflow } = run;
  const variables = { LOG_LEVEL: 'warn', RATE_LIMIT_ENABLED: 'false' };
  const platform = await startChaosPlatform({ stateDirectory, caller, print, variables, throwAway });
  const database = new Client({ connectionString: platform.database.url });
  try {
    await database.connect();
    const { url, demoUser = { email: '', password: '' }, folder } = platform;
    const client = new ApiClient(url, demoUser, new AbortController().signal);
    await client.signIn();
    const filled: FilledArtifact[] = [];
    const figures: StoredFigures[] = [];
    for (const artifacts of run.scales) {
      const workflows = (artifacts - filled.length) / perWorkflow;
      filled.push(...(await fillArtifacts(database, folder.blobs, { workflows, perWorkflow })));
      const index_seconds = await untilSearchable(client);
      figures.push({ artifacts, index_seconds, operations: await measureAll(client, filled, run.requests) });
      print(`Measured with ${artifacts} artifacts.`);
    }
    return figures;
  } finally {
    await database.end();
    await platform.stop();
  }
}

async function untilSearchable(client: ApiClient): Promise<number> {
  const startedMs = performance.now();
  while ((await client.read<{ not_indexed: number }>('/api/artifacts/search?text=heliotrope')).not_indexed > 0)
    await delay(LOOK_MS);
  return (performance.now() - startedMs) / 1_000;
}

async function measureAll(
  client: ApiClient,
  filled: readonly FilledArtifact[],
  requests: number,
): Promise<Record<string, Spread>> {
  // Spread over all of them, the same ones in every run.
  const pick = (number: number): FilledArtifact =>
    filled[(number * 7_919) % filled.length] ?? { artifact_id: '', workflow_id: '' };
  const times = (path: (artifact: FilledArtifact) => string, count = requests): Promise<Spread> =>
    timesOf(count, async (number) => void (await client.readBytes(path(pick(number)))));
  await times(({ artifact_id }) => `/api/artifacts/${artifact_id}`, 10);
  return {
    'first page of all': await times(() => '/api/artifacts?limit=50'),
    'metadata of one': await times(({ artifact_id }) => `/api/artifacts/${artifact_id}`),
    download: await times(({ artifact_id }) => `/api/artifacts/${artifact_id}/download`),
    'difference of two versions': await times(({ artifact_id }) => `/api/artifacts/${artifact_id}/diff?from=1&to=2`),
    'search, a rare word': await times(() => '/api/artifacts/search?text=heliotrope'),
    'search, a word of every text': await times(() => '/api/artifacts/search?text=payment'),
    'search inside a workflow': await times(
      ({ workflow_id }) => `/api/artifacts/search?text=heliotrope&workflow_id=${workflow_id}`,
    ),
    provenance: await times(({ artifact_id }) => `/api/artifacts/${artifact_id}/provenance`),
    'archive of a workflow': await times(
      ({ workflow_id }) => `/api/workflows/${workflow_id}/artifacts/zip`,
      Math.ceil(requests / 10),
    ),
  };
}

async function timesOf(count: number, work: (number: number) => Promise<void>): Promise<Spread> {
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const startedMs = performance.now();
    await work(number);
    times.push(performance.now() - startedMs);
  }
  return spreadOf(times);
}
