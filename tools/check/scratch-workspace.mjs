/** A throw-away copy of the sources, so that planting violations never touches the checkout, not even when the run is killed. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { workspaceRoot } from '../workspace/files.mjs';

const prefix = 'botarmy-planted-';
const copied = [
  ...['libs', 'services', 'deploy/standalone', 'frontend', 'tools'],
  ...['package.json', 'package-lock.json', 'nx.json', 'eslint.config.mjs', '.dependency-cruiser.cjs', '.gitignore'],
  ...['tsconfig.json', 'tsconfig.base.json', 'tsconfig.spec.json', '.swcrc', '.prettierrc.json', '.prettierignore'],
];
const skipped = new Set(['node_modules', 'dist', '.angular', 'coverage', '.nx', 'test-results', 'playwright-report']);

function isAbandoned(name) {
  const pid = Number(name.slice(prefix.length).split('-')[0]);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Removes the copies of runs that were killed. */
export function removeAbandoned(folder = tmpdir()) {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && isAbandoned(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Copies the sources; returns `{ root, remove }`. It also goes when the process ends by itself or by a signal. */
export function createScratchWorkspace() {
  removeAbandoned();
  const root = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = () => rmSync(root, { recursive: true, force: true });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  for (const path of copied.filter((candidate) => existsSync(join(workspaceRoot, candidate)))) {
    cpSync(join(workspaceRoot, path), join(root, path), {
      recursive: true,
      filter: (source) => !skipped.has(basename(source)),
    });
  }
  symlinkSync(join(workspaceRoot, 'node_modules'), join(root, 'node_modules'), 'dir');
  writeFileSync(join(root, '.nxignore'), 'node_modules\n');
  return { root, remove };
}
