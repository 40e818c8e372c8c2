import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findCheckout } from '../../checkout';
import type { OwnerEnvironment } from '../../environment';
import type { Print } from '../../terminal/print';
import type { HitlFigures } from './hitl-figures';
import { measureHitl } from './measure-hitl';
import { renderHitl } from './render-hitl';

const LARGEST = 100_000;
const IDLE_MS = 5_000;

/** `npm run bench:hitl [-- --requests 100000]`: measures, prints the page and writes it to docs/reference. */
export async function benchHitl(args: readonly string[], caller: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: String(LARGEST) },
      decisions: { type: 'string', default: '40' },
      output: { type: 'string', default: 'docs/reference/performance-hitl' },
    },
  });
  const most = Math.max(10, Number(values.requests));
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-hitl-'));
  try {
    const load_before = loadavg()[0] ?? 0;
    const scales = await measureHitl({
      stateDirectory: join(folder, 'state'),
      scales: [0, Math.ceil(most / 10), most],
      inboxes: 200,
      decisions: Math.max(1, Number(values.decisions)),
      deadlines: 5_000,
      idleMs: IDLE_MS,
      caller,
      print,
    });
    const figures: HitlFigures = {
      measured_at: new Date().toISOString().slice(0, 10),
      machine: {
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        load_before,
        node: process.versions.node,
      },
      scales,
    };
    const page = renderHitl(figures);
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
