import type { Spread } from '../parked/parked-figures';
import type { ArtifactFigures } from './artifact-figures';

/** The page of the reference. */
export function renderArtifacts({ measured_at, machine, files_per_archive, scales }: ArtifactFigures): string {
  const names = Object.keys(scales[0]?.operations ?? {});
  const row = (what: string, cells: readonly string[]): string => `| ${what} | ${cells.join(' | ')} |`;
  return [
    '# Artifacts in large numbers',
    '',
    `Measured on ${measured_at}: ${machine.cores} cores (${machine.processor}), Node ${machine.node}, load ${machine.load_before.toFixed(1)} before the run.`,
    '`npm run bench:artifacts` writes artifacts of two versions each straight into table and blob folder, waits until all are searchable, and',
    'asks over the public door, one request at a time, in separate processes with fsync. Raw data: `performance-artifacts.json`.',
    '',
    row(
      'with so many artifacts',
      scales.map(({ artifacts }) => artifacts.toLocaleString('en-US')),
    ),
    row(
      '---',
      scales.map(() => '---:'),
    ),
    ...names.map((name) =>
      row(
        name,
        scales.map(({ operations }) => spread(operations[name])),
      ),
    ),
    row(
      'until all added are searchable',
      scales.map(({ index_seconds }) => `${index_seconds.toFixed(0)} s`),
    ),
    '',
    `An archive holds ${files_per_archive} files. Provenance asks three services; these artifacts have one input each and no model calls.`,
    '',
  ].join('\n');
}

function spread(times: Spread | undefined): string {
  if (times === undefined) return '–';
  return `p50 ${times.p50.toFixed(0)} ms, p99 ${times.p99.toFixed(0)} ms (${times.count})`;
}
