/**
 * The browser tier: finds a browser, builds the console when its build is older than its sources, runs Playwright. A browser is
 * CHROMIUM_PATH or the one from npm (Linux x64). Without one the tier is reported as not run, which fails in CI.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { npmBrowser } from './npm-browser.mjs';

const frontend = dirname(dirname(fileURLToPath(import.meta.url)));

function newest(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuildStale() {
  const built = newest(join(frontend, 'dist/index.html'));
  return ['src', 'ui', 'public', 'angular.json', 'package.json'].some((path) => newest(join(frontend, path)) > built);
}

async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  const environment = CHROMIUM_PATH === undefined ? await npmBrowser() : { CHROMIUM_PATH };
  const { status, stderr, error } = spawnSync(environment.CHROMIUM_PATH, ['--version'], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${environment.CHROMIUM_PATH} does not start: ${error?.message ?? stderr.trim()}`);
  return environment;
}

function run(command, options) {
  const { status } = spawnSync(command, options, {
    cwd: frontend,
    stdio: 'inherit',
    env: process.env,
  });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  Object.assign(process.env, await findBrowser());
} catch (error) {
  console.error(`browser tier not run: ${error.message}`);
  process.exit(process.env.CI === undefined ? 0 : 1);
}
if (process.env.BASE_URL === undefined && isBuildStale()) run('npm', ['run', 'build']);
run('playwright', ['test', ...process.argv.slice(2)]);
