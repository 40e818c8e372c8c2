import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { renderNatsConfig, startNatsServer } from '@botarmy/embedded-infrastructure';

import { findCheckout } from '../../checkout';
import type { OwnerEnvironment } from '../../environment';
import { valueOf } from '../../environment';
import { phase } from '../../terminal/phase';
import type { Print } from '../../terminal/print';
import { measureBaseline } from '../baseline';
import { BarePath } from './bare-path';
import { measureAlone, RESULT_BYTES } from './engine-alone';
import { EngineDatabase, useBetween } from './engine-database';
import type { EngineFigures } from './engine-figures';
import { renderEngineFigures } from './render-engine-figures';
import { perStep } from './step-figures';
import { measureWholePath } from './whole-path';

/** Sizes at which the bare path is compared with ours. */
const BARE_PATH_SIZES = [
  { concurrency: 1, workflows: 20 },
  { concurrency: 16, workflows: 96 },
  { concurrency: 64, workflows: 256 },
  { concurrency: 256, workflows: 512 },
] as const;

/** `npm run bench:engine`: measures, prints the page and writes it to docs/reference with its figures. */
export async function benchEngine(caller: OwnerEnvironment, print: Print): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-bench-engine-'));
  const loadBefore = loadavg()[0] ?? 0;
  try {
    const bare = await phase(print, 'Bare loops, engine and store alone', () => measureStore(folder, caller, print));
    const whole = await phase(print, 'The whole path, and an orchestrator killed in the middle', () =>
      measureWholePath(join(folder, 'platform'), caller, print),
    );
    const figures: EngineFigures = {
      measured_at: new Date().toISOString().slice(0, 10),
      machine: {
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        memory_gb: totalmem() / 1_073_741_824,
        load_before: loadBefore,
        node: process.versions.node,
      },
      result_bytes: RESULT_BYTES,
      ...bare,
      ...whole,
    };
    const page = renderEngineFigures(figures);
    const reference = join(findCheckout(), 'docs/reference/performance');
    writeFileSync(`${reference}.md`, page);
    writeFileSync(`${reference}-engine.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
    print('');
    print(page);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureStore(
  folder: string,
  caller: OwnerEnvironment,
  print: Print,
): Promise<Pick<EngineFigures, 'limit' | 'alone' | 'bare_path'>> {
  const database = await EngineDatabase.start(join(folder, 'postgres'));
  try {
    const limit = await measureBaseline(database.ownerUrl, caller);
    const alone = await measureAlone(database);
    const barePath = await phase(print, 'Bare path', () => measureBarePath(folder, database, caller));
    return { limit, alone, bare_path: barePath };
  } finally {
    await database.stop();
  }
}

async function measureBarePath(
  folder: string,
  database: EngineDatabase,
  caller: OwnerEnvironment,
): Promise<EngineFigures['bare_path']> {
  const storeDirectory = join(folder, 'nats');
  const server = await startNatsServer({
    storeDirectory,
    configText: renderNatsConfig({ port: 0, storeDirectory, users: [] }),
    binary: valueOf(caller, 'NATS_SERVER_BIN'),
    searchPath: valueOf(caller, 'PATH'),
    cacheDirectory: valueOf(caller, 'BOTARMY_CACHE_DIR'),
    dieWithParent: true,
  });
  const path = await BarePath.start({ databaseUrl: database.ownerUrl, brokerUrl: server.url, directory: folder });
  try {
    await path.run(16, 32);
    const figures: EngineFigures['bare_path'][number][] = [];
    for (const { concurrency, workflows } of BARE_PATH_SIZES) {
      const before = await database.use();
      const steps = await path.run(concurrency, workflows);
      figures.push({ concurrency, ...perStep(steps, useBetween(before, await database.use())) });
    }
    return figures;
  } finally {
    await path.stop();
    await server.stop();
  }
}
