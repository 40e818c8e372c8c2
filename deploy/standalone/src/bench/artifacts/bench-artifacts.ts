import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findCheckout } from '../../checkout';
import type { OwnerEnvironment } from '../../environment';
import type { Print } from '../../terminal/print';
import type { ArtifactFigures } from './artifact-figures';
import { measureArtifacts } from './measure-artifacts';
import { renderArtifacts } from './render-artifacts';

const LARGEST = 10_000;
const MOST_PER_WORKFLOW = 500;

/** `npm run bench:artifacts [-- --artifacts 10000]`: measures, prints the page and writes it to docs/reference. */
export async function benchArtifacts(args: readonly string[], caller: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      artifacts: { type: 'string', default: String(LARGEST) },
      requests: { type: 'string', default: '200' },
      output: { type: 'string', default: 'docs/reference/performance-artifacts' },
    },
  });
  const perWorkflow = Math.min(MOST_PER_WORKFLOW, Math.max(1, Math.floor(Number(values.artifacts) / 2)));
  const most = Math.floor(Number(values.artifacts) / perWorkflow) * perWorkflow;
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-artifacts-'));
  try {
    const load_before = loadavg()[0] ?? 0;
    const scales = await measureArtifacts({
      stateDirectory: join(folder, 'state'),
      scales: [perWorkflow, most],
      perWorkflow,
      requests: Math.max(10, Number(values.requests)),
      caller,
      print,
    });
    const machine = {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      load_before,
      node: process.versions.node,
    };
    const measured_at = new Date().toISOString().slice(0, 10);
    const figures: ArtifactFigures = { measured_at, machine, files_per_archive: perWorkflow, scales };
    const page = renderArtifacts(figures);
    const reference = join(findCheckout(), values.output);
    writeFileSync(`${reference}.md`, page);
    writeFileSync(`${reference}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
    print('');
    print(page);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
