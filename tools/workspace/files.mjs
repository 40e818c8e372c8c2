/** File listing with node: modules alone, so that scripts which start before `npm ci` can use it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout. */
export const workspaceRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const neverListed = new Set(['node_modules', 'dist', '.angular', '.nx', 'coverage']);

/**
 * Every file below `folder`, as paths relative to it with forward slashes, sorted. Build output and installed packages are left
 * out; a folder that does not exist is an empty list.
 */
export function listFiles(folder, prefix = '') {
  const here = join(folder, prefix);
  if (!existsSync(here)) return [];
  const found = [];
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!neverListed.has(entry.name)) found.push(...listFiles(folder, path));
    } else if (entry.isFile()) found.push(path);
  }
  return prefix === '' ? found.sort() : found;
}

/** A cheap fingerprint of one file: it changes with every save, at the price of also changing with a bare `touch`. */
export function fileStamp(path) {
  const { mtimeMs, size } = statSync(path);
  return `${Math.round(mtimeMs)}-${size}`;
}
