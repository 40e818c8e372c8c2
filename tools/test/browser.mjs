/**
 * The browser tier: every page against the in-memory platform, then the main job against the real platform in a state folder
 * of its own. Without a browser the tier says by name that it was not run (frontend/e2e/run.mjs).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace/files.mjs';

const START_LIMIT_MS = 180_000;

function runPages(environment = {}) {
  const { status } = spawnSync('npm', ['run', '--silent', 'e2e', '-w', 'frontend'], {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

/** Starts the platform; resolves with its address and the demo user's credentials as the launcher prints them. */
function startPlatform(stateFolder) {
  const options = ['--require', './libs/chassis/dist/telemetry-preload.js', 'deploy/standalone/dist/main.js', 'start'];
  const env = { ...process.env, BOTARMY_STATE_DIR: stateFolder, SIMULATOR_LATENCY_MS: '50' };
  const child = spawn(process.execPath, options, { cwd: workspaceRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const ready = new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`The platform was not ready in time:\n${text}`)), START_LIMIT_MS);
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const address = /(?:Platform ready|Ready after [\d.]+ s): (\S+)/.exec(text)?.[1];
      const [, email, password] = /(demo@\S+)\s+(\S+)/.exec(text) ?? [];
      if (address === undefined || password === undefined) return;
      clearTimeout(timer);
      resolve({ address, email, password });
    });
    void ended.then((code) => reject(new Error(`The platform ended with ${code}:\n${text}`)));
  });
  return { child, ready, ended };
}

export async function runMainJob() {
  const stateFolder = mkdtempSync(join(tmpdir(), 'botarmy-browser-tier-'));
  const platform = startPlatform(stateFolder);
  try {
    const { address, email, password } = await platform.ready;
    return runPages({ BASE_URL: address, BOTARMY_EMAIL: email, BOTARMY_PASSWORD: password });
  } finally {
    platform.child.kill('SIGINT');
    await platform.ended;
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

/** True when both parts passed. */
export async function runBrowserTier() {
  const pages = runPages();
  return (await runMainJob()) && pages;
}

if (import.meta.filename === process.argv[1]) process.exitCode = (await runBrowserTier()) ? 0 : 1;
