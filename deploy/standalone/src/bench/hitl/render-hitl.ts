import type { Spread } from '../parked/parked-figures';
import type { HitlFigures, WaitingFigures } from './hitl-figures';

const MEBIBYTE = 1_048_576;

/** The page of the reference. */
export function renderHitl({ measured_at, machine, scales }: HitlFigures): string {
  const names = Object.keys(scales[0]?.memory ?? {});
  const row = (what: string, read: (figures: WaitingFigures) => string): string =>
    `| ${what} | ${scales.map(read).join(' | ')} |`;
  return [
    '# Requests that wait for people',
    '',
    `Measured on ${measured_at}: ${machine.cores} cores (${machine.processor}), Node ${machine.node}, load ${machine.load_before.toFixed(1)} before the run.`,
    '`npm run bench:hitl` fills the table of waiting requests directly (their workflows do not exist; decisions are measured on real',
    'workflows beside them), in separate processes with fsync. Raw data: `performance-hitl.json`.',
    '',
    row('with so many waiting', ({ waiting }) => number(waiting)),
    `| --- | ${scales.map(() => '---:').join(' | ')} |`,
    row('first page of an inbox', ({ inbox_ms }) => spread(inbox_ms)),
    row('counts by agent, workflow, type', ({ counts_ms }) => spread(counts_ms)),
    row('decision to next task started', ({ decision_ms }) => spread(decision_ms)),
    row('deadlines acted on per second', ({ deadlines }) => perSecond(deadlines)),
    row('CPU of everything at rest', (figures) => `${figures.idle_cpu_ms_per_second.toFixed(0)} ms/s`),
    ...names.map((name) => row(`memory of ${name}, MiB`, ({ memory }) => mebibytes(memory[name] ?? 0))),
    '',
    'Memory is the proportional set size. Deadlines escalate, so that each writes its facts and its news.',
    '',
  ].join('\n');
}

function perSecond({ count, ms }: WaitingFigures['deadlines']): string {
  return count === 0 ? '–' : `${((count * 1_000) / ms).toFixed(0)} (${number(count)})`;
}

function spread({ count, p50, p99 }: Spread): string {
  return `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms (${number(count)})`;
}

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(0);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
