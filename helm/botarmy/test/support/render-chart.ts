import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { parseAllDocuments } from 'yaml';

import type { Manifest } from './manifest';

/** Root of the checkout. */
export const root = join(__dirname, '..', '..', '..', '..');

/** Values files of the shipped environments; `default` is the chart's own. */
export const valueSets: Record<string, string[]> = {
  default: [],
  development: ['--values', join(root, 'deploy/environments/development.values.yaml')],
  production: ['--values', join(root, 'deploy/environments/production.values.yaml')],
};

interface Rendering {
  status: number | null;
  output: string;
  errors: string;
}

function runRender(options: readonly string[]): Rendering {
  const script = join(root, 'tools/kubernetes/render.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: stdout, errors: stderr };
}

/** Objects of the chart rendered with further options of `helm template`. Throws what helm says. */
export function renderChart(options: readonly string[] = []): Manifest[] {
  const { status, output, errors } = runRender(options);
  if (status !== 0) throw new Error(errors);
  return parseAllDocuments(output).flatMap((document) => {
    const manifest = document.toJSON() as Manifest | null;
    return manifest ? [manifest] : [];
  });
}

/** What helm answers to values it must refuse; fails when it accepts them. */
export function refusal(options: readonly string[]): string {
  const { status, errors } = runRender(options);
  if (status === 0) throw new Error(`helm accepts ${options.join(' ')}`);
  return errors;
}

const helm = spawnSync(process.execPath, [join(root, 'tools/kubernetes/helm-path.mjs')], { encoding: 'utf8' });

/** `describe` where helm is there; without it one test is reported as skipped, with the reason in its name. */
export function describeChart(name: string, suite: () => void): void {
  if (helm.status === 0) describe(name, suite);
  // eslint-disable-next-line botarmy/no-focused-test -- the one skip that is meant: without helm the suite is reported, not passed
  else describe.skip(name, () => it(`is not run: ${helm.stderr.trim()}`, suite));
}
