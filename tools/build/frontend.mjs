/** Builds the console when its sources are newer than its last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fileStamp, listFiles, workspaceRoot } from '../workspace/files.mjs';
import { readManifest, writeManifest } from './manifest.mjs';

const inputs = ['frontend', 'libs/sdk/src'];
const notAnInput = /\.spec\.ts$|^(e2e|bench|test-results|playwright-report)\//;

function recordFile(root) {
  return join(root, 'frontend/dist/.build.json');
}

function inputKey(root) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of listFiles(join(root, input))) {
      if (!notAnInput.test(file)) hash.update(`${input}/${file} ${fileStamp(join(root, input, file))}\n`);
    }
  }
  return hash.digest('hex');
}

function hasBuildScript(root) {
  const manifest = join(root, 'frontend/package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.build !== undefined;
}

/** True when there is a console to build and its last build does not match its sources. */
export function isFrontendStale(root = workspaceRoot) {
  return hasBuildScript(root) && readManifest(recordFile(root)).configuration !== inputKey(root);
}

/** Builds the console; throws when its own build fails. */
export function buildFrontend(root = workspaceRoot) {
  const configuration = inputKey(root);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', 'build', '-w', 'frontend'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  if (status !== 0) throw new Error('The console did not build. Its own messages stand above.');
  writeManifest(recordFile(root), { configuration, sources: {} });
}
