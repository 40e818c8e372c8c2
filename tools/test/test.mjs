/**
 * `npm run test:all`: every tier of every project with coverage, the console's own tests, the limit per project, then the
 * browser tier.
 * `npm run test:unit|test:int|test:e2e [-- <jest options>]` run one tier without coverage.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { generateClients } from '../generate/generate.mjs';
import { workspaceRoot } from '../workspace/files.mjs';
import { runBrowserTier } from './browser.mjs';
import { coverageByProject, judgeCoverage, leastLines, notCounted } from './coverage-by-project.mjs';

const output = join(workspaceRoot, 'coverage');
const collected = [
  '{libs,services}/*/src/**/*.ts',
  'deploy/standalone/src/**/*.ts',
  ...notCounted.map((glob) => `!${glob}`),
];

/** Suites of the e2e tier start whole platforms: two at a time on two cores would wait for each other. */
const passes = [
  { tier: 'quick', workers: 2 },
  { tier: 'e2e', workers: 1 },
];

function coverageOptions(name) {
  // Babel's counters see executable lines only; V8's would count comments and interfaces as covered.
  return [
    '--coverage',
    '--coverageProvider=babel',
    '--coverageReporters=json',
    `--coverageDirectory=${join(output, name)}`,
  ];
}

function run(program, options, env = {}) {
  const { status } = spawnSync(program, options, {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function runJest(tier, options) {
  const report = join(output, `${tier}.json`);
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const ok = run(process.execPath, [...jest, ...options, '--json', `--outputFile=${report}`], { TIER: tier });
  return { ok, report };
}

function runConsole() {
  const manifest = join(workspaceRoot, 'frontend/package.json');
  const scripts = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')).scripts ?? {}) : {};
  if (scripts.test === undefined) return [];
  const report = join(output, 'console.json');
  const options = [...coverageOptions('frontend'), '--json', `--outputFile=${report}`];
  return [{ ok: run('npm', ['run', '--silent', 'test', '-w', 'frontend', '--', ...options]), report }];
}

function count(reports) {
  const results = reports.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  return {
    passed: sum('numPassedTests'),
    failed: sum('numFailedTests') + sum('numRuntimeErrorTestSuites'),
    skipped: sum('numPendingTests') + sum('numTodoTests'),
  };
}

async function main([chosen = 'all', ...options]) {
  const started = performance.now();
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await generateClients();
  const isFull = chosen === 'all' && options.length === 0;
  const runs = isFull
    ? [
        ...passes.map(({ tier, workers }) =>
          runJest(tier, [
            `--maxWorkers=${workers}`,
            '--workerIdleMemoryLimit=1500MB',
            ...coverageOptions(tier),
            ...collected.map((glob) => `--collectCoverageFrom=${glob}`),
          ]),
        ),
        ...runConsole(),
      ]
    : [runJest(chosen, options)];
  let uncovered = [];
  if (isFull) {
    const measured = [...passes.map((pass) => pass.tier), 'frontend'];
    const files = measured.map((name) => join(output, name, 'coverage-final.json'));
    const { lines, failed } = judgeCoverage(coverageByProject(files));
    console.log(`\nLine coverage, at least ${leastLines} % per project:\n${lines.join('\n')}`);
    uncovered = failed;
  }
  const browserPassed = isFull ? await runBrowserTier() : true;
  const { passed, failed, skipped } = count(runs.map(({ report }) => report));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const coverage = uncovered.length > 0 ? `, too little coverage: ${uncovered.join(', ')}` : '';
  if (!browserPassed) console.log('\nThe browser tier failed.');
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} not run${coverage} (${seconds} s)`);
  process.exitCode =
    browserPassed && runs.every(({ ok }) => ok) && failed === 0 && passed > 0 && uncovered.length === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
