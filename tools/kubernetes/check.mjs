// The chart's checks, without a cluster: node tools/kubernetes/check.mjs [--allow-missing-tools].
// A tool that cannot be had is reported as `not run: <reason>` and fails the run; with --allow-missing-tools it is reported
// all the same, but does not fail (for a laptop without network; CI never passes it).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { renderArguments, withChart } from './chart-copy.mjs';
import { ToolUnavailable, findHelm } from './helm-tool.mjs';
import { root } from './paths.mjs';
import { parseManifests, typeCheck } from './type-check.mjs';

const environments = join(root, 'deploy', 'environments');
const valueSets = {
  default: [],
  development: ['--values', join(environments, 'development.values.yaml')],
  production: ['--values', join(environments, 'production.values.yaml')],
};
const kubernetesVersions = ['1.30.0', '1.35.0'];
const allowMissingTools = process.argv.includes('--allow-missing-tools');
let failures = 0;

/** Runs one check and prints its line; `work` returns a short account or throws. */
function check(title, work) {
  const start = performance.now();
  const print = (outcome, account = '') =>
    process.stdout.write(`${outcome}  ${title}${account}  (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  try {
    const account = work();
    print('ok     ', account ? `: ${account}` : '');
  } catch (error) {
    if (error instanceof ToolUnavailable) {
      print('not run', `: ${error.message}`);
      if (!allowMissingTools) failures += 1;
      return;
    }
    failures += 1;
    print('FAILED ');
    process.stdout.write(`${error.message}\n`);
  }
}

function succeed({ status, output, errors }) {
  if (status !== 0) throw new Error(`${output}${errors}`);
  return output;
}

function installTypes() {
  if (!helm) throw new ToolUnavailable('no helm, so there is nothing to check');
  const folder = join(root, 'deploy', 'observability');
  if (existsSync(join(folder, 'node_modules', 'kubernetes-models'))) return 'already there';
  const result = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new ToolUnavailable(
      `npm ci in deploy/observability failed (${String(result.stderr).trim().split('\n').at(-1)})`,
    );
  }
  return 'installed';
}

/** A manifest with a field that does not exist: a type check that lets it pass checks nothing. */
const planted = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'planted' },
  spec: { ports: [{ prot: 80 }] },
};

function checkTypes(rendered) {
  const manifests = [...rendered.values()].flat();
  if (manifests.length === 0) throw new ToolUnavailable('nothing was rendered');
  if (!existsSync(join(root, 'deploy', 'observability', 'node_modules', 'kubernetes-models'))) {
    throw new ToolUnavailable('the types of deploy/observability are not installed');
  }
  const problems = typeCheck([...manifests, planted]);
  const real = problems.filter(({ manifest }) => manifest !== planted);
  if (real.length > 0) {
    throw new Error(
      real.map(({ manifest, message }) => `${manifest?.kind}/${manifest?.metadata?.name}: ${message}`).join('\n'),
    );
  }
  if (problems.length === 0) throw new Error('A planted unknown field was not found: the check does not work.');
  return `${manifests.length} objects, 1 planted mistake found`;
}

/** The Jest tests of the chart, which skip themselves without helm; here a skipped one is a failure. */
function runChartTests() {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-chart-tests-'));
  const report = join(folder, 'report.json');
  try {
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const result = spawnSync(
      process.execPath,
      [
        '--experimental-vm-modules',
        jest,
        'helm',
        'tools/kubernetes',
        '--json',
        `--outputFile=${report}`,
        '--coverage=false',
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (!existsSync(report)) throw new Error(result.stderr);
    const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(readFileSync(report, 'utf8'));
    if (!success || numFailedTests > 0) throw new Error(result.stderr);
    if (numPendingTests > 0) throw new Error(`${numPendingTests} chart tests were skipped although helm is there.`);
    return `${numPassedTests} tests`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let helm;
const rendered = new Map();
check('helm', () => {
  helm = findHelm({ fetch: true });
  return succeed(spawn(helm, ['version', '--short'])).trim();
});
check('Kubernetes types', installTypes);
for (const [name, options] of Object.entries(valueSets)) {
  check(`lint and render: ${name} values, Kubernetes ${kubernetesVersions.join(' and ')}`, () => {
    if (!helm) throw new ToolUnavailable('no helm');
    return withChart(helm, (run) => {
      succeed(run('lint', '--strict', 'botarmy', ...options));
      for (const version of kubernetesVersions) {
        rendered.set(
          `${name} ${version}`,
          parseManifests(succeed(run(...renderArguments, '--kube-version', version, ...options))),
        );
      }
      return `${rendered.get(`${name} ${kubernetesVersions[0]}`).length} objects`;
    });
  });
}
check('manifests against the published types', () => checkTypes(rendered));
check('chart, skaffold and Dockerfile tests', () => {
  if (!helm) throw new ToolUnavailable('no helm');
  return runChartTests();
});
process.stdout.write(
  failures === 0 ? 'check:kubernetes passed\n' : `check:kubernetes: ${failures} failed or not run\n`,
);
process.exitCode = failures === 0 ? 0 : 1;

function spawn(command, parameters) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  return { status, output: stdout, errors: stderr };
}
