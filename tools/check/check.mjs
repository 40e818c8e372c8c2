/**
 * `npm run check`: lint, types, boundaries, cycles, format, and the proof that each of them notices a violation. Exits 1 when a check
 * fails or a planted violation passes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { generateClients } from '../generate/generate.mjs';
import { workspaceRoot } from '../workspace/files.mjs';
import { findUnnoticed } from './planted-violations.mjs';
import { runChecks, runCommand } from './run-checks.mjs';

const bin = (name) => join(workspaceRoot, 'node_modules/.bin', name);

function command(name, ...commands) {
  return {
    name,
    run: async () => {
      for (const line of commands) {
        const { code, output } = await runCommand(line);
        if (code !== 0) return [output === '' ? `${line.join(' ')} ended with ${code}` : output];
      }
      return [];
    },
  };
}

function consoleChecks() {
  const file = join(workspaceRoot, 'frontend/package.json');
  const scripts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).scripts ?? {}) : {};
  if (scripts.typecheck === undefined) return [];
  return [command('types of the console', ['npm', 'run', '--silent', 'typecheck', '-w', 'frontend'])];
}

const checks = [
  command('types', [bin('tsc'), '-b'], [bin('tsc'), '-p', 'tsconfig.spec.json']),
  command('lint', [process.execPath, 'tools/eslint/lint.mjs']),
  ...consoleChecks(),
  command('boundaries and cycles', [process.execPath, 'tools/boundaries/check-boundaries.mjs']),
  command('format', [bin('prettier'), '--check', '--log-level', 'warn', '.']),
  { name: 'every planted violation is noticed', run: findUnnoticed },
];

const started = performance.now();
await generateClients();
const failed = await runChecks(checks);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`check: ${checks.length - failed.length} passed, ${failed.length} failed, ${seconds} s`);
process.exitCode = failed.length === 0 ? 0 : 1;
