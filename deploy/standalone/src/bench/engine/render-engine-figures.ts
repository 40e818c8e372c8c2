import type { EngineFigures } from './engine-figures';
import type { StepFigures } from './step-figures';

/** The figures as the page of performance, which leads to the other benches' pages. */
export function renderEngineFigures(figures: EngineFigures): string {
  const { machine, alone, limit, recovery } = figures;
  const { bare, bare_grouped: grouped, engine, histories } = alone;
  const engine64 = engine.find(({ concurrency }) => concurrency === 64);
  const [shortest] = histories;
  return [
    '# Performance',
    '',
    'Written by `npm run bench:engine` with the raw figures beside it (`performance-engine.json`). Wall times say as much about the',
    'machine as about the platform: read the ratios to the bare loops, which ran minutes before on the same disk. Other benches have',
    'pages of their own: [the spine](performance-spine.md), [the router](performance-router.md), [the gateway](performance-gateway.md),',
    '[waiting requests](performance-hitl.md), [artifacts](performance-artifacts.md), [parked workflows](performance-parked.md).',
    '',
    `Measured ${figures.measured_at} on ${machine.cores} cores (${machine.processor}), ${machine.memory_gb.toFixed(0)} GB, ` +
      `Node ${machine.node}, fsync on, load ${machine.load_before.toFixed(1)} before the start.`,
    '',
    '## The physical limit',
    '',
    table(
      ['what', 'per second'],
      [
        ['single-row commits, one after another', whole(limit.commitsPerSecond)],
        ['persisted messages, one after another', whole(limit.publishesPerSecond)],
        ['persisted messages, 100 on their way', whole(limit.pipelinedPublishesPerSecond)],
      ],
    ),
    '',
    '## Engine and store alone',
    '',
    `Executor, store and outbox relay as in the service; attempts are reported at once, each with ${figures.result_bytes} bytes of`,
    'values. The bare loop compares and sets a version and keeps a row of as many bytes per step, 64 workflows of ten steps at a time.',
    '',
    table(
      ['what', ...STEP_HEADINGS, 'of the bare loop', 'CPU to it'],
      [
        ['bare loop', ...stepCells(bare), '1.00', '1.0'],
        ['bare loop, group commit', ...stepCells(grouped), share(grouped, bare), cpuRatio(grouped, bare)],
        ...engine.map((row) => [
          `engine, ${row.concurrency} at a time`,
          ...stepCells(row),
          share(row, bare),
          cpuRatio(row, bare),
        ]),
      ],
    ),
    '',
    `Goal at 64: at least 0.60 of the bare loop and at most 2.3 times its CPU, at most 4 KiB of log per step. Measured: ` +
      `${engine64 === undefined ? '-' : `${share(engine64, bare)}, ${cpuRatio(engine64, bare)} times, ${kib(engine64.wal_bytes)} KiB`}.`,
    '',
    '## Long histories',
    '',
    'Workflows of so many steps, four at a time; the figures are of one step, its share of the events included, as stored. Goal: at 1,000',
    'at most 1.1 times the cost at 10. The log also holds the snapshots, in which every task keeps the values it stated.',
    '',
    table(
      ['steps of a workflow', ...STEP_HEADINGS, 'events', 'CPU to 10 steps'],
      histories.map((row) => [
        whole(row.history),
        ...stepCells(row),
        `${kib(row.event_bytes)} KiB`,
        shortest === undefined ? '-' : cpuRatio(row, shortest),
      ]),
    ),
    '',
    `Loading a workflow of 1,000 steps that nobody remembers: ${alone.load_ms.toFixed(1)} ms (median of 20).`,
    '',
    '## The whole path',
    '',
    'One process per service, the shipped process without its approvals (10 tasks), a model that answers at once. The bare path makes the',
    'same hops and commits without a framework: append, stream, call claim, provider over HTTP, call done, blob, artifact row, result on',
    'the stream. Goal: at most 1.6 times the bare path.',
    '',
    table(
      [
        'at a time',
        'bare steps/s',
        'bare p50',
        'bare p99',
        'steps/s',
        'p50',
        'p99',
        'CPU per step',
        'times the bare path',
      ],
      figures.path.map((row) => {
        const other = figures.bare_path.find(({ concurrency }) => concurrency === row.concurrency);
        return [
          String(row.concurrency),
          other === undefined ? '-' : whole(other.steps_per_second),
          other === undefined ? '-' : milliseconds(other.p50_ms),
          other === undefined ? '-' : milliseconds(other.p99_ms),
          row.steps_per_second.toFixed(1),
          milliseconds(row.p50_ms),
          milliseconds(row.p99_ms),
          milliseconds(row.cpu_ms),
          other === undefined ? '-' : (other.steps_per_second / row.steps_per_second).toFixed(1),
        ];
      }),
    ),
    '',
    '## Killed in the middle',
    '',
    `\`kill -9\` of the orchestrator with ${recovery.workflows} workflows in flight, after ${recovery.steps_before} of ${recovery.steps} steps. ` +
      `It was ready again after ${seconds(recovery.restart_ms)}; ${recovery.steps_at_restart} steps were done by then, the rest took ` +
      `${seconds(recovery.rest_ms)}. Completed: ${recovery.completed} of ${recovery.workflows}. Model calls paid twice: ${recovery.calls_paid_twice}.`,
    'Goal: all done within 2 s of the restart, no call paid twice.',
    '',
  ].join('\n');
}

const STEP_HEADINGS = ['steps/s', 'p50', 'p99', 'CPU', 'PostgreSQL CPU', 'commits', 'log'];

function stepCells(row: StepFigures): string[] {
  return [
    whole(row.steps_per_second),
    milliseconds(row.p50_ms),
    milliseconds(row.p99_ms),
    milliseconds(row.cpu_ms),
    milliseconds(row.database_cpu_ms),
    row.commits.toFixed(2),
    `${kib(row.wal_bytes)} KiB`,
  ];
}

function share(row: StepFigures, bare: StepFigures): string {
  return (row.steps_per_second / bare.steps_per_second).toFixed(2);
}

function cpuRatio(row: StepFigures, bare: StepFigures): string {
  return ((row.cpu_ms + row.database_cpu_ms) / (bare.cpu_ms + bare.database_cpu_ms)).toFixed(1);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function milliseconds(value: number): string {
  return `${value >= 100 ? whole(value) : value.toFixed(value < 10 ? 2 : 1)} ms`;
}

function seconds(value: number): string {
  return `${(value / 1_000).toFixed(2)} s`;
}

function kib(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}
