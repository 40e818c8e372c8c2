import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { defaultCacheDirectory } from '../default-cache-directory';
import type { LogSink } from '../process/managed-server';
import { runCommand } from '../process/run-command';
import { cachedNatsServer } from './cached-nats-server';

/** Where to look. The entry point passes the environment's NATS_SERVER_BIN, PATH and BOTARMY_CACHE_DIR. */
export interface FindNatsServerOptions {
  binary?: string;
  searchPath?: string;
  cacheDirectory?: string;
  log?: LogSink;
}

/** A nats-server program that answered with its version. */
export interface NatsServerBinary {
  path: string;
  version: string;
  /** `sync_interval: always` exists since 2.10; older servers refuse the whole configuration over it. */
  supportsSyncAlways: boolean;
}

/** NATS_SERVER_BIN, else a 2.10 or newer on the search path, else the cached download. Throws NatsServerUnavailableError. */
export async function findNatsServer(options: FindNatsServerOptions = {}): Promise<NatsServerBinary> {
  const { binary, searchPath = '', cacheDirectory = defaultCacheDirectory(), log = () => undefined } = options;
  if (binary) {
    return inspect(binary, 'NATS_SERVER_BIN');
  }
  for (const folder of searchPath.split(delimiter).filter(Boolean)) {
    const path = join(folder, 'nats-server');
    const found = isExecutable(path) ? await inspect(path, 'PATH').catch(() => undefined) : undefined;
    if (found?.supportsSyncAlways) {
      return found;
    }
  }
  return inspect(await cachedNatsServer(cacheDirectory, log), 'the download cache');
}

async function inspect(path: string, origin: string): Promise<NatsServerBinary> {
  try {
    const output = await runCommand(path, ['--version'], { timeoutMs: 10_000 });
    const [, version = '', major = '', minor = ''] = /v((\d+)\.(\d+)\.\S+)/.exec(output) ?? [];
    if (version === '') {
      throw new Error(`it answers "${output.trim()}" to --version`);
    }
    return { path, version, supportsSyncAlways: Number(major) > 2 || Number(minor) >= 10 };
  } catch (cause) {
    throw new Error(`${path} (from ${origin}) is not a usable nats-server: ${(cause as Error).message}`, { cause });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
