import { BESIDE_THE_PATH, PATH_OF_A_STEP } from './spine-figures';
import type { ConcurrencyFigures, SpineFigures } from './spine-figures';

/** The figures as a page. */
export function renderFigures(figures: SpineFigures): string {
  const { machine, warm_start_ms: start, demo_ms: demo, baseline, concurrency } = figures;
  const path = PATH_OF_A_STEP.join(', ');
  const lines = [
    '# Performance of the spine',
    '',
    'Written by `npm run bench:spine`: medians, reported and not asserted. Wall times say as much about the machine as about the',
    'platform; commits per step and the ratio to a bare loop on the same machine hold elsewhere too.',
    '',
    `Measured ${figures.measured_at} on ${machine.cores} cores (${machine.processor}), Node ${machine.node}, ` +
      `load ${machine.load_before.toFixed(1)} before the start.`,
    '',
    table(
      ['what', 'median', 'runs'],
      [
        ['warm `npm start` to ready', seconds(start.median), start.runs.map(seconds).join(', ')],
        [
          'demo process, simulator without latency: submit to last artifact',
          seconds(demo.median),
          demo.runs.map(seconds).join(', '),
        ],
        ['baseline: single-row commits, one after another', `${whole(baseline.commitsPerSecond)}/s`, '1'],
        ['baseline: persisted messages, one after another', `${whole(baseline.publishesPerSecond)}/s`, '1'],
        ['baseline: persisted messages, 100 on their way', `${whole(baseline.pipelinedPublishesPerSecond)}/s`, '1'],
        ['processor time of all processes while nothing happens', `${whole(figures.idle_cpu_ms_per_second)} ms/s`, '1'],
      ],
    ),
    '',
    '## Steps',
    '',
    'One process per service, the shipped process without its approvals, the simulated provider without latency. A step is one task:',
    'from `task-scheduled` to `task-completed`. Its commits are what workflows of ten tasks cost more than workflows of two; the',
    'column beside it has a tenth of the start and the end of a workflow counted in.',
    '',
    table(
      [
        'workflows at a time',
        'steps/s',
        'p50',
        'p99',
        'commits per step',
        'goal',
        'with start and end',
        'beside the path',
        'CPU per step',
        'steps per bare commit',
      ],
      concurrency.map((row) => [
        String(row.concurrency),
        row.steps_per_second.toFixed(1),
        `${whole(row.step_p50_ms)} ms`,
        `${whole(row.step_p99_ms)} ms`,
        row.commits_per_step.toFixed(2),
        row.commits_per_step_goal === null ? '' : `at most ${row.commits_per_step_goal}`,
        row.commits_per_step_with_share.toFixed(2),
        row.commits_per_step_beside.toFixed(2),
        `${row.cpu_ms_per_step.toFixed(1)} ms`,
        row.steps_per_baseline_commit.toFixed(3),
      ]),
    ),
    '',
    `Commits per step are those of ${path}, their outbox relays included; beside the path are ${BESIDE_THE_PATH.join(', ')}.`,
    'The check by PostgreSQL itself: transactions that wrote (those that got a number), all transactions, and times the log was forced',
    'to disk, per step, over all services.',
    '',
    table(
      ['workflows at a time', 'wrote', 'all', 'log forced to disk'],
      concurrency.map((row) => [
        String(row.concurrency),
        row.writing_transactions_per_step.toFixed(2),
        row.transactions_per_step.toFixed(2),
        row.log_syncs_per_step.toFixed(2),
      ]),
    ),
    '',
    ...concurrency.flatMap((row) => [`## ${row.concurrency} at a time, by service`, '', serviceTable(row), '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function serviceTable({ services }: ConcurrencyFigures): string {
  return table(
    ['service', 'CPU per step', 'memory', 'commits per step', 'reading transactions of Prisma per step'],
    Object.entries(services).map(([name, service]) => [
      name,
      `${service.cpu_ms_per_step.toFixed(1)} ms`,
      `${whole(service.memory_mb)} MB`,
      service.commits_per_step.toFixed(2),
      service.reads_per_step.toFixed(2),
    ]),
  );
}

/** Padded as Prettier pads tables, so that the page needs no second pass. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, index) => Math.max(title.length, 3, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
