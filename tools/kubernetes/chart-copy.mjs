import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from './paths.mjs';

/**
 * Gives `use` a runner for helm in a copy of the charts whose dependency is built, so that neither the checkout nor a
 * simultaneous run is touched. The runner returns { status, output, errors }.
 */
export function withChart(helm, use) {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-chart-'));
  try {
    cpSync(join(root, 'helm'), folder, { recursive: true });
    const run = (...parameters) => {
      const result = spawnSync(helm, parameters, {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: join(folder, 'none') },
      });
      if (result.error) throw result.error;
      return { status: result.status, output: result.stdout, errors: result.stderr };
    };
    const built = run('dependency', 'build', 'botarmy');
    if (built.status !== 0) throw new Error(`helm dependency build failed: ${built.errors}`);
    return use(run);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Arguments of `helm template` that every rendering shares: the release's name, its namespace, the optional CRDs. */
export const renderArguments = [
  'template',
  'botarmy',
  'botarmy',
  '--namespace',
  'botarmy',
  '--api-versions',
  'monitoring.coreos.com/v1',
];
