import type { Random } from '../kernel/random';

/** A process file and its agents as text. */
export interface ProcessText {
  readonly process: string;
  readonly agents: readonly string[];
}

const AGENTS = ['writer', 'checker'];

/** A small process drawn at random: one or two stages, with or without approvals, gates and patience. */
export function processText(random: Random, name: string, version: string): ProcessText {
  const agents = random.chance(0.5) ? AGENTS : AGENTS.slice(0, 1);
  const stages = Array.from({ length: random.chance(0.35) ? 2 : 1 }, (_, index) => `s${index + 1}`);
  const written: string[] = ['brief.md'];
  const stageTexts = stages.map((stage) => stageText(random, stage, agents, written));
  const approvals = stages.filter(() => random.chance(0.5)).map((stage) => approvalText(random, stage));
  const lines = [
    'schema_version: 1',
    `name: ${name}`,
    `title: Process ${name}`,
    `version: ${version}`,
    'description: Drawn at random.',
    'inputs:',
    '  - { path: brief.md, title: Brief }',
    'policies:',
    `  max_rounds: ${random.between(1, 3)}`,
    `  retry: ${retryText(random)}`,
    'stages:',
    ...stageTexts,
    ...(approvals.length === 0 ? [] : ['approvals:', ...approvals]),
  ];
  return { process: `${lines.join('\n')}\n`, agents: agents.map(agentText) };
}

function stageText(random: Random, stage: string, agents: readonly string[], written: string[]): string {
  const plan = taskText({ id: `${stage}-plan`, kind: 'plan', agent: random.pick(agents), inputs: written, needs: [] });
  written.push(`${stage}-plan.md`);
  const deliverables = Array.from({ length: random.chance(0.75) ? 1 : 2 }, (_, index) => `${stage}-work-${index + 1}`);
  const works = deliverables.map((id) => {
    const inputs = written.filter((path) => path === `${stage}-plan.md` || random.chance(0.4));
    return taskText({ id, kind: 'deliverable', agent: random.pick(agents), inputs, needs: [`${stage}-plan`] });
  });
  written.push(...deliverables.map((id) => `${id}.md`));
  const gates = ['contract', 'artifact-present'].filter(() => random.chance(0.4));
  return [
    `  - id: ${stage}`,
    `    name: Stage ${stage}`,
    '    tasks:',
    plan,
    ...works,
    ...(gates.length === 0 ? [] : ['    gates:', ...gates.map((kind) => `      - kind: ${kind}`)]),
  ].join('\n');
}

function taskText(task: {
  readonly id: string;
  readonly kind: string;
  readonly agent: string;
  readonly inputs: readonly string[];
  readonly needs: readonly string[];
}): string {
  return [
    `      - id: ${task.id}`,
    `        kind: ${task.kind}`,
    `        name: Task ${task.id}`,
    `        agent: ${task.agent}`,
    '        description: Do it.',
    `        inputs: [${task.inputs.join(', ')}]`,
    ...(task.needs.length === 0 ? [] : [`        needs: [${task.needs.join(', ')}]`]),
    `        output: { path: ${task.id}.md, title: Task ${task.id}, required_sections: [Result] }`,
    '        expected_minutes: 1',
  ].join('\n');
}

function approvalText(random: Random, stage: string): string {
  return `  - { after: ${stage}, max_rounds: ${random.between(1, 2)} }`;
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
