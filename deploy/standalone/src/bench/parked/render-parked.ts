import type { Memory, ParkedFigures, Spread } from './parked-figures';

const MEBIBYTE = 1_048_576;

/** The page of the reference. */
export function renderParked(figures: ParkedFigures): string {
  const { machine, workflows, memory, idle_cpu_ms_per_second: idle, restart_ms, resume_ms } = figures;
  const names = Object.keys(memory.empty);
  return [
    '# Parked workflows',
    '',
    `Measured on ${figures.measured_at}: ${machine.cores} cores (${machine.processor}), Node ${machine.node}, load ${machine.load_before.toFixed(1)} before the run.`,
    `\`npm run bench:parked\` starts ${number(workflows)} workflows that wait for an approval after their first task, stops and starts the`,
    'whole platform (separate processes, PostgreSQL with fsync), and approves them. Raw data: `performance-parked.json`.',
    '',
    '| what                                                                | figure |',
    '| ------------------------------------------------------------------- | ------ |',
    `| all parked after | ${figures.start_seconds.toFixed(0)} s |`,
    `| CPU of everything at rest, no workflow / all parked | ${idle.empty.toFixed(0)} / ${idle.parked.toFixed(0)} ms per second |`,
    `| stop of everything | ${restart_ms.stop.toFixed(0)} ms |`,
    `| start with all parked, until it answers | ${restart_ms.start.toFixed(0)} ms |`,
    `| approval to next task, one at a time (${number(resume_ms.one_at_a_time.count)}) | ${spread(resume_ms.one_at_a_time)} |`,
    `| approval to next task, 32 at a time (${number(resume_ms.all_at_once.count)}) | ${spread(resume_ms.all_at_once)} |`,
    `| those approved and completed after | ${figures.finish_seconds.toFixed(0)} s |`,
    `| workflows in which anything happened twice | ${figures.repeated} |`,
    '',
    'Memory in MiB (proportional set size). A parked workflow holds no worker, connection or timer; what the orchestrator',
    'remembers of it is bounded by `WORKFLOW_CACHE_SIZE`.',
    '',
    '| process | no workflow | all parked | after the restart | all done |',
    '| ------- | ----------: | ---------: | ----------------: | -------: |',
    ...names.map((name) => `| ${name} | ${COLUMNS.map((column) => mebibytes(memory[column], name)).join(' | ')} |`),
    '',
  ].join('\n');
}

const COLUMNS = ['empty', 'parked', 'restarted', 'done'] as const;

function mebibytes(memory: Memory, name: string): string {
  return ((memory[name] ?? 0) / MEBIBYTE).toFixed(0);
}

function spread({ p50, p99, longest }: Spread): string {
  return `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
