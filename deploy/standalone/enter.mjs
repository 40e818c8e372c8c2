/**
 * `npm run demo | start | test | dev | restart | kill`: brings a clone to the point where the platform can run, then hands over
 * to `npm run <command>:run`, from where everything is Node 24. Uses node: modules alone and runs on Node 20.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkMachine, checkNodePackage } from './enter/check-machine.mjs';
import { handOver } from './enter/hand-over.mjs';
import { installPackages, isInstalled } from './enter/installed-packages.mjs';
import { runPhase } from './enter/run-phase.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const scripts = { demo: 'demo:run', start: 'start:run', test: 'test:all', dev: 'dev:run', restart: 'restart:run' };

async function buildWhatIsStale(command) {
  const { listStale } = await import('../../tools/build/is-stale.mjs');
  const withConsole = command !== 'dev';
  const stale = listStale(root).filter((name) => withConsole || name !== 'frontend');
  if (stale.length === 0) return;
  const args = ['run', '--silent', 'build', ...(withConsole ? [] : ['--', '--node-only'])];
  const what = stale.length === 1 ? stale[0] : `${stale.length} projects`;
  await runPhase({ root, name: 'build', title: `Building ${what}`, command: 'npm', args });
}

async function main([command = '', ...args]) {
  if (command === 'kill') {
    if (isInstalled(root) && existsSync(join(root, 'deploy/standalone/dist/main.js')))
      return handOver(root, 'kill:run', args);
    console.log('Nothing runs: this checkout was never built.');
    return 0;
  }
  const script = scripts[command];
  if (script === undefined) {
    console.error(`"${command}" is no command. Known: npm run ${Object.keys(scripts).join(' | ')} | kill.`);
    return 2;
  }
  checkMachine(root);
  if (!isInstalled(root)) await installPackages(root);
  checkNodePackage(root);
  await buildWhatIsStale(command);
  return handOver(root, script, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = error.exitCode ?? 1;
}
