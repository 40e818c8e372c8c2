import type { Random } from '../kernel/random';
import { taskText, undoingText } from './task-text';
import type { DrawnTask, DrawnUndoing } from './task-text';

/** A process file and its agents as text. */
export interface ProcessText {
  readonly process: string;
  readonly agents: readonly string[];
}

const AGENTS = ['writer', 'checker'];

/** A small process drawn at random: one or two stages that use this construct of the language or that, or none. */
export function processText(random: Random, name: string, version: string): ProcessText {
  const agents = random.chance(0.5) ? AGENTS : AGENTS.slice(0, 1);
  const isParallel = random.chance(0.4);
  const stages = Array.from({ length: random.chance(0.35) ? 2 : 1 }, (_, index) => `s${index + 1}`);
  const drawn: DrawnTask[] = [];
  const stageTexts = stages.map((stage, index) => stageText(random, { stage, index, isParallel, agents, drawn }));
  const approvals = approvalTexts(random, stages, drawn);
  const lines = [
    'schema_version: 1',
    `name: ${name}`,
    `title: Process ${name}`,
    `version: ${version}`,
    'description: Drawn at random.',
    'inputs:',
    '  - { path: brief.md, title: Brief }',
    ...(drawn.some(({ isFanned }) => isFanned)
      ? ['  - { name: topics, type: list, items: object, default: [{ id: a }, { id: b }] }']
      : []),
    'policies:',
    `  concurrency: ${isParallel ? 'parallel' : 'sequential'}`,
    ...(isParallel ? [`  max_parallel_tasks: ${random.between(2, 3)}`] : []),
    `  max_rounds: ${random.between(1, 3)}`,
    `  retry: ${retryText(random)}`,
    ...(random.chance(0.05) ? [`  deadline_seconds: ${random.between(300, 3_600)}`] : []),
    ...(random.chance(0.1) ? [`  budget: { tokens: ${random.between(100, 600)}, on_exhausted: pause }`] : []),
    ...(random.chance(0.15) ? undoingText('', 'all', drawUndoing(random, agents)) : []),
    'stages:',
    ...stageTexts,
    ...(approvals.length === 0 ? [] : ['approvals:', ...approvals]),
  ];
  return { process: `${lines.join('\n')}\n`, agents: agents.map(agentText) };
}

interface StageToDraw {
  readonly stage: string;
  readonly index: number;
  readonly isParallel: boolean;
  readonly agents: readonly string[];
  /** The tasks drawn so far, which those of the stage join. */
  readonly drawn: DrawnTask[];
}

function stageText(random: Random, { stage, index, isParallel, agents, drawn }: StageToDraw): string {
  const isApart = index > 0 && isParallel && random.chance(0.4);
  const earlier = isApart ? [] : drawn.filter(({ isFanned }) => !isFanned);
  const readable = ['brief.md', ...earlier.map(({ id }) => `${id}.md`)];
  const plan: DrawnTask = {
    id: `${stage}-plan`,
    kind: 'plan',
    agent: random.pick(agents),
    inputs: readable,
    needs: [],
  };
  const works = Array.from({ length: random.chance(0.75) ? 1 : 2 }, (_, number): DrawnTask => {
    const inputs = [`${stage}-plan.md`, ...readable.filter(() => random.chance(0.4))];
    const details = { ...drawLimits(random), ...drawShape(random, plan.id) };
    const id = `${stage}-work-${number + 1}`;
    if (random.chance(0.3)) {
      const undone = { ...drawUndoing(random, agents), evenUnfinished: random.chance(0.3) };
      return { id, kind: 'deliverable', agent: random.pick(agents), inputs, needs: [plan.id], ...details, undone };
    }
    return { id, kind: 'deliverable', agent: random.pick(agents), inputs, needs: [plan.id], ...details };
  });
  drawn.push(plan, ...works);
  const gates = ['contract', 'artifact-present'].filter(() => random.chance(0.4));
  return [
    `  - id: ${stage}`,
    `    name: Stage ${stage}`,
    ...(isApart ? ['    needs: []'] : []),
    ...(random.chance(0.06) ? [`    deadline_seconds: ${random.between(300, 3_600)}`] : []),
    ...(random.chance(0.1)
      ? [`    repeat: { until: tasks.${stage}_plan.attempt > 1, max_rounds: 2, otherwise: continue }`]
      : []),
    ...(random.chance(0.15) ? undoingText('    ', stage, drawUndoing(random, agents)) : []),
    '    tasks:',
    taskText(plan),
    ...works.map(taskText),
    ...(gates.length === 0 ? [] : ['    gates:', ...gates.map((kind) => `      - kind: ${kind}`)]),
  ].join('\n');
}

/** What makes a task more than one attempt at one document; most are no more than that. */
function drawShape(random: Random, planId: string): Partial<DrawnTask> {
  const shape = random.fraction();
  if (shape < 0.1) return { isFanned: true };
  if (shape < 0.2) return { until: random.between(3, 9), otherwise: random.chance(0.7) ? 'continue' : 'fail' };
  if (shape < 0.3) return { when: `tasks.${planId.replace('-', '_')}.attempt ${random.pick(['< 2', '> 1'])}` };
  return {};
}

function drawLimits(random: Random): Partial<DrawnTask> {
  return {
    ...(random.chance(0.12) ? { timeoutSeconds: random.between(20, 300) } : {}),
    ...(random.chance(0.06) ? { deadlineSeconds: random.between(60, 1_200) } : {}),
    ...(random.chance(0.15) ? { onFailure: random.pick(['wait', 'continue']) } : {}),
    ...(random.chance(0.1) ? { priority: random.pick(['low', 'high']) } : {}),
    ...(random.chance(0.1) ? { asks: true } : {}),
  };
}

function drawUndoing(random: Random, agents: readonly string[]): DrawnUndoing {
  return { agent: random.pick(agents), onFailure: random.pick(['continue', 'continue', 'wait', 'fail']) };
}

function approvalTexts(random: Random, stages: readonly string[], drawn: readonly DrawnTask[]): string[] {
  const places = [
    ...stages.filter(() => random.chance(0.5)).map((stage) => `after: ${stage}`),
    ...stages.slice(1).flatMap((stage) => (random.chance(0.15) ? [`before: ${stage}`] : [])),
    ...drawn.filter(({ isFanned }) => isFanned !== true && random.chance(0.08)).map(({ id }) => `after_task: ${id}`),
    ...drawn.filter(({ kind }) => kind !== 'plan' && random.chance(0.08)).map(({ id }) => `before_task: ${id}`),
  ];
  return places.map((place) => `  - { ${place}, max_rounds: ${random.between(1, 2)} }`);
}

function retryText(random: Random): string {
  const delayMs = random.pick([0, 500, 5_000]);
  return `{ max_attempts: ${random.between(2, 5)}, delay_ms: ${delayMs}, factor: 2, max_delay_ms: 20000 }`;
}

function agentText(id: string): string {
  return [
    'schema_version: 1',
    `id: ${id}`,
    `name: Agent ${id}`,
    'role: Writer',
    'description: Writes.',
    'model: { route: default, max_output_tokens: 1000, temperature: 0.2 }',
    'capabilities: [Writing]',
    '',
  ].join('\n');
}
