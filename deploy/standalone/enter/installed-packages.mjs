/** Whether node_modules is what package-lock.json says, and the installation when it is not. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { runPhase } from './run-phase.mjs';

function lockKey(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

const recordFile = (root) => join(root, 'node_modules/.botarmy-lock');

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

const isPackage = ([path, { link }]) => /(^|\/)node_modules\//.test(path) && link !== true;

/** npm writes what it installed to a lock of its own, last of all: equal to ours, an installation by hand counts too. */
function matchesNpmRecord(root) {
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = readPackages(join(root, 'package-lock.json')) ?? {};
  const same = (one, other) => one?.version === other?.version && one?.integrity === other?.integrity;
  return (
    Object.entries(wanted)
      .filter(isPackage)
      .every(([path, entry]) =>
        path in installed ? same(entry, installed[path]) : entry.optional || entry.devOptional || entry.peer,
      ) &&
    Object.entries(installed)
      .filter(isPackage)
      .every(([path]) => path in wanted)
  );
}

/** True when nothing has to be installed. Reads three files at most and no network. */
export function isInstalled(root) {
  const key = lockKey(root);
  if (existsSync(recordFile(root)) && readFileSync(recordFile(root), 'utf8') === key) return true;
  if (!matchesNpmRecord(root)) return false;
  writeFileSync(recordFile(root), key);
  return true;
}

/** The running node may come from the very node_modules that is about to be replaced. */
function systemPath(root) {
  const own = join(root, 'node_modules');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(own))
    .join(delimiter);
}

/** Runs `npm ci` and records the lock it belongs to. */
export async function installPackages(root) {
  rmSync(recordFile(root), { force: true });
  await runPhase({
    root,
    name: 'install',
    title: 'Installing packages, once, for about a minute',
    command: 'npm',
    args: ['ci', '--no-audit', '--no-fund'],
    environment: { PATH: systemPath(root) },
  });
  writeFileSync(recordFile(root), lockKey(root));
}
