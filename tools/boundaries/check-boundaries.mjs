/**
 * Allowed imports, file cycles and folder cycles over all projects in one pass of dependency-cruiser. Prints one line per violation;
 * exits 1 when there is any. `npm run boundaries`.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

import { workspaceRoot } from '../workspace/files.mjs';
import { folderCycles } from './folder-cycles.mjs';

const scanned = ['libs', 'services', 'deploy/standalone', 'frontend/src'];

const testFile = /\.(spec|fixture)\.ts$|\/test\//;

function describe({ rule, from, to, cycle }) {
  const path = cycle === undefined ? `${from} -> ${to}` : [from, ...cycle.map(({ name }) => name)].join(' -> ');
  return `${rule.name}: ${path}`;
}

/** All violations as printable lines, sorted. */
export async function findViolations(root = workspaceRoot) {
  const { forbidden, options } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
  const folders = scanned.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(
    folders,
    { ...options, baseDir: root, ruleSet: { forbidden }, validate: true },
    undefined,
    { tsConfig: extractTsConfig(join(root, options.tsConfig.fileName)) },
  );
  const imports = output.modules.flatMap(({ source, dependencies }) =>
    dependencies.filter(({ resolved }) => !resolved.includes('node_modules')).map(({ resolved }) => [source, resolved]),
  );
  // Specs and their fixtures may use any folder of their project: they are not what the rest is built on.
  const inProjects = imports.filter(([from, to]) => projectOf(from) === projectOf(to) && !testFile.test(from));
  const cycles = folderCycles(inProjects).map(
    ({ folders: circle, imports: edges }) =>
      `folder-cycle: ${[...circle, circle[0]].join(' -> ')}\n    ${edges.join('\n    ')}`,
  );
  return [...new Set(output.summary.violations.map(describe)), ...cycles].sort();
}

function projectOf(file) {
  const parts = file.split('/');
  return parts[0] === 'frontend' ? 'frontend' : parts.slice(0, 2).join('/');
}

if (import.meta.main) {
  process.chdir(workspaceRoot);
  const violations = await findViolations();
  for (const violation of violations) console.log(violation);
  if (violations.length > 0) process.exitCode = 1;
}
