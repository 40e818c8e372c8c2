import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findCheckout } from '../../checkout';
import type { OwnerEnvironment } from '../../environment';
import type { Print } from '../../terminal/print';
import { measureParked } from './measure-parked';
import type { ParkedFigures } from './parked-figures';
import { renderParked } from './render-parked';

const SAMPLE = 200;
const IDLE_MS = 5_000;

/** `npm run bench:parked [-- --workflows 10000]`: measures, prints the page and writes it to docs/reference. */
export async function benchParked(args: readonly string[], caller: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { workflows: { type: 'string', default: '10000' } } });
  const workflows = Math.max(1, Number(values.workflows));
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-parked-'));
  try {
    const load_before = loadavg()[0] ?? 0;
    const stateDirectory = join(folder, 'state');
    const sample = Math.min(SAMPLE, Math.ceil(workflows / 2));
    const measured = await measureParked({ stateDirectory, workflows, sample, idleMs: IDLE_MS, caller, print });
    const figures: ParkedFigures = {
      measured_at: new Date().toISOString().slice(0, 10),
      machine: {
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        load_before,
        node: process.versions.node,
      },
      ...measured,
    };
    const page = renderParked(figures);
    const reference = join(findCheckout(), 'docs/reference/performance-parked');
    writeFileSync(`${reference}.md`, page);
    writeFileSync(`${reference}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
    print('');
    print(page);
    return figures.repeated === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
