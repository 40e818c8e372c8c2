import fc from 'fast-check';

import type { CompiledProcess } from '../definition/compiled-process';
import { loadProcesses } from '../definition/load-processes';
import { SMALL_PROCESS, smallFiles } from '../definition/small-process.fixture';

interface DrawnTask {
  readonly kind: 'agent' | 'process' | 'sql';
  readonly when: 'none' | 'true' | 'false';
  readonly way: 'once' | 'repeat' | 'each';
  readonly otherwise: 'fail' | 'continue';
  readonly items: number;
  readonly on_failure: 'fail' | 'wait' | 'continue';
  readonly priority: 'low' | 'normal' | 'high';
  readonly asked: 'no' | 'after_task' | 'before_task';
  readonly undone: 'no' | 'done' | 'begun';
}

interface DrawnStage {
  readonly tasks: readonly DrawnTask[];
  readonly needs: 'previous' | 'nothing';
  readonly repeats: boolean;
  readonly when: 'none' | 'true' | 'false';
  readonly asked: 'no' | 'after';
  readonly undone: boolean;
}

interface Drawn {
  readonly concurrency: 'sequential' | 'parallel';
  readonly stages: readonly DrawnStage[];
}

const task: fc.Arbitrary<DrawnTask> = fc.record({
  kind: fc.constantFrom('agent', 'agent', 'agent', 'process', 'sql'),
  when: fc.constantFrom('none', 'none', 'true', 'false'),
  way: fc.constantFrom('once', 'once', 'repeat', 'each'),
  otherwise: fc.constantFrom('fail', 'continue'),
  items: fc.integer({ min: 0, max: 3 }),
  on_failure: fc.constantFrom('fail', 'wait', 'continue'),
  priority: fc.constantFrom('low', 'normal', 'high'),
  asked: fc.constantFrom('no', 'no', 'no', 'after_task', 'before_task'),
  undone: fc.constantFrom('no', 'done', 'begun'),
});

const stage: fc.Arbitrary<DrawnStage> = fc.record({
  tasks: fc.array(task, { minLength: 0, maxLength: 3 }),
  needs: fc.constantFrom('previous', 'nothing'),
  repeats: fc.boolean(),
  when: fc.constantFrom('none', 'none', 'none', 'true', 'false'),
  asked: fc.constantFrom('no', 'no', 'after'),
  undone: fc.boolean(),
});

/** Processes that use any of the language's constructs in any combination, compiled. */
export const drawnProcess: fc.Arbitrary<CompiledProcess> = fc
  .record({
    concurrency: fc.constantFrom('sequential', 'parallel'),
    stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
  })
  .map(compile);

function compile(drawn: Drawn): CompiledProcess {
  const { processes, errors } = loadProcesses([smallFiles(SMALL_PROCESS), smallFiles(textOf(drawn))]);
  const process = processes.find(({ name }) => name === 'drawn');
  if (process === undefined) throw new Error(JSON.stringify(errors, null, 2) + textOf(drawn));
  return process;
}

function textOf({ concurrency, stages }: Drawn): string {
  const approvals = stages.flatMap((each, index) => [
    ...(each.asked === 'after' ? [`  - after: s${index}`] : []),
    ...each.tasks.flatMap(({ asked }, place) => (asked === 'no' ? [] : [`  - ${asked}: s${index}-t${place}`])),
  ]);
  return [
    'schema_version: 1',
    'name: drawn',
    'title: Drawn',
    'version: 1.0.0',
    'description: Drawn at random.',
    'inputs:',
    '  - { path: brief.md, title: Brief }',
    '  - { name: numbers, type: list, items: integer, default: [0, 1, 2] }',
    `policies: { concurrency: ${concurrency}, max_parallel_tasks: 2, max_rounds: 2, retry: { max_attempts: 2, delay_ms: 10 } }`,
    ...(stages.length === 1 ? [] : undoing('  ', 'whole')),
    'stages:',
    ...stages.map(stageText),
    ...(approvals.length === 0 ? [] : ['approvals:', ...approvals]),
    '',
  ].join('\n');
}

/** What undoes a part of the process; every other one waits for a person when it fails. */
function undoing(indent: string, of: string, extra: readonly string[] = []): readonly string[] {
  return [
    `${indent.slice(2)}on_cancel:`,
    ...[
      'name: Undo',
      'agent: writer',
      'description: Undo it.',
      `output: { path: 'undo-${of}.md', title: Undone, required_sections: [Result] }`,
      `on_failure: ${of.length % 2 === 0 ? 'wait' : 'continue'}`,
      'retry: { max_attempts: 2, delay_ms: 10 }',
      'expected_minutes: 1',
      ...extra,
    ].map((line) => `${indent}${line}`),
  ];
}

function stageText({ tasks, needs, repeats, when, asked, undone }: DrawnStage, index: number): string {
  const id = `s${index}`;
  return [
    `  - id: ${id}`,
    `    name: Stage ${index}`,
    ...(needs === 'nothing' ? ['    needs: []'] : []),
    // Nobody can approve a stage that is left out, so it is not asked about either.
    ...(when === 'none' || asked === 'after'
      ? []
      : [`    when: size(inputs.numbers) ${when === 'true' ? '==' : '!='} 3`]),
    ...(repeats ? [`    repeat: { until: tasks.${id}_plan.words > 400, max_rounds: 2, otherwise: continue }`] : []),
    ...(undone ? undoing('      ', id) : []),
    '    tasks:',
    `      - id: ${id}-plan`,
    '        kind: plan',
    '        name: Plan',
    '        agent: writer',
    '        description: Plan.',
    '        inputs: [brief.md]',
    `        output: { path: ${id}_plan.md, title: Plan, required_sections: [Result] }`,
    '        expected_minutes: 1',
    ...tasks.flatMap((each, place) => taskLines(each, id, place)),
  ].join('\n');
}

function taskLines(
  { kind, when, way, otherwise, items, on_failure, priority, undone }: DrawnTask,
  stageId: string,
  place: number,
): string[] {
  const id = `${stageId}-t${place}`;
  const worker = {
    agent: 'agent: writer',
    process: 'process: { name: small, result: second.md }',
    sql: 'sql: { connection: sales, query: SELECT 1 AS one }',
  }[kind];
  return [
    `      - id: ${id}`,
    '        kind: deliverable',
    `        name: Task ${place}`,
    `        ${worker}`,
    '        description: Do it.',
    `        needs: [${stageId}-plan]`,
    `        inputs: [${stageId}_plan.md]`,
    `        output: { path: '${id}${way === 'each' ? '-{{ index }}' : ''}.md', title: Paper, required_sections: [Result] }`,
    ...(when === 'none' ? [] : [`        when: tasks.${stageId}_plan.words ${when === 'true' ? '>' : '<'} 0`]),
    ...(way === 'repeat'
      ? [
          `        repeat: { until: tasks.${id.replaceAll('-', '_')}.words > 400, max_rounds: 2, otherwise: ${otherwise} }`,
        ]
      : []),
    ...(way === 'each' ? [`        for_each: { in: 'inputs.numbers.filter(n, n < ${items})', max_items: 3 }`] : []),
    `        on_failure: ${on_failure}`,
    `        priority: ${priority}`,
    ...(undone === 'no'
      ? []
      : undoing('          ', `${id}${way === 'each' ? '-{{ index }}' : ''}`, [
          `even_unfinished: ${undone === 'begun'}`,
        ])),
    '        expected_minutes: 1',
  ];
}
