import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { LogSink } from '../process/managed-server';
import { downloadArchive } from './download-archive';
import { downloadDebianPackage } from './download-debian-package';
import { NATS_RELEASES, type NatsRelease } from './nats-releases';

/** A nats-server could be found nowhere. The message lists what was tried, why it failed, and what to do. */
export class NatsServerUnavailableError extends Error {
  constructor(attempts: readonly string[]) {
    super(
      ['nats-server is not on this machine and could not be downloaded:']
        .concat(attempts.map((attempt) => `  - ${attempt}`))
        .concat(
          'Set NATS_SERVER_BIN to a nats-server (2.10 or newer), put one on the PATH, or set NATS_URL to use a broker of your own.',
        )
        .join('\n'),
    );
    this.name = 'NatsServerUnavailableError';
  }
}

/** The program of the first release in the cache; downloads one when the cache has none. Touches no network otherwise. */
export async function cachedNatsServer(
  cacheDirectory: string,
  log: LogSink,
  releases: readonly NatsRelease[] = NATS_RELEASES,
): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const candidates = releases.filter((release) => release.platform === platform);
  const cached = candidates.map((release) => cachedPath(cacheDirectory, release)).find((path) => existsSync(path));
  if (cached !== undefined) {
    return cached;
  }
  const attempts = candidates.length === 0 ? [`no known download for ${platform}`] : [];
  for (const release of candidates) {
    const source = describeSource(release);
    try {
      log(`Downloading nats-server ${release.version} from ${source}.`);
      return await download(cacheDirectory, release);
    } catch (error) {
      attempts.push(`${release.version} from ${source}: ${reasonOf(error)}`);
    }
  }
  throw new NatsServerUnavailableError(attempts);
}

function cachedPath(cacheDirectory: string, release: NatsRelease): string {
  return join(cacheDirectory, `nats-server-${release.version}-${release.sha256.slice(0, 12)}`, 'nats-server');
}

function describeSource({ origin }: NatsRelease): string {
  return origin.kind === 'archive' ? new URL(origin.url).host : `Debian ${origin.suite}`;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

async function download(cacheDirectory: string, release: NatsRelease): Promise<string> {
  const target = cachedPath(cacheDirectory, release);
  mkdirSync(cacheDirectory, { recursive: true });
  const draft = mkdtempSync(join(cacheDirectory, '.download-'));
  try {
    const unpacked = join(draft, 'unpacked');
    mkdirSync(unpacked);
    const { origin, sha256 } = release;
    if (origin.kind === 'archive') {
      await downloadArchive(origin.url, sha256, unpacked);
    } else {
      await downloadDebianPackage({ name: 'nats-server', sha256, ...origin }, unpacked);
    }
    const finished = join(draft, 'finished');
    mkdirSync(finished);
    copyFileSync(findProgram(unpacked), join(finished, 'nats-server'));
    chmodSync(join(finished, 'nats-server'), 0o755);
    moveIntoPlace(finished, dirname(target));
    return target;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function findProgram(directory: string): string {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const program = entries.find((entry) => entry.isFile() && entry.name === 'nats-server');
  if (program === undefined) {
    throw new Error('the archive holds no nats-server');
  }
  return join(program.parentPath, program.name);
}

/** Another process may have finished the same download first; its copy is as good. */
function moveIntoPlace(finished: string, target: string): void {
  try {
    renameSync(finished, target);
  } catch (error) {
    if (!existsSync(join(target, 'nats-server'))) {
      throw error;
    }
  }
}
