import { loadProcess } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

/** Most tasks of one stage. */
const STAGE = 100;

/** The whole work of a task; a file may have 10,000 nodes, so a thousand tasks need a template. */
const TASK = [
  ...['parameters: { n: null }', 'name: Work', 'agent: writer', 'description: Do it.', 'expected_minutes: 1'],
  "output: { path: '{{ with.n }}.md', title: Work, required_sections: [Result], values: { text: { type: string, max_length: 4000 } } }",
].join(', ');

const AGENT = `schema_version: 1
id: writer
name: Writer
role: Writer
description: Writes.
model: { route: default, max_output_tokens: 1000, temperature: 0.2 }
capabilities: [Writing]
`;

/** A process of so many tasks, one after another, each of which states values. */
export function longProcess(steps: number): CompiledProcess {
  const sizes = Array.from({ length: Math.ceil(steps / STAGE) }, (_, index) => Math.min(STAGE, steps - index * STAGE));
  const text = `schema_version: 1
name: bench-${steps}
title: Bench
version: 1.0.0
description: Made to be measured.
inputs:
  - { path: brief.md, title: Brief }
policies: { concurrency: sequential }
templates:
  - { id: p, kind: plan, ${TASK} }
${sizes.map((_, index) => `  - { id: w${index}, kind: deliverable, needs: [t${index * STAGE}], ${TASK} }`).join('\n')}
stages:
${sizes.map(stageText).join('\n')}
`;
  const result = loadProcess({
    process: { file: 'bench/process.yaml', text },
    agents: [{ file: 'agents/writer/agent.yaml', text: AGENT, prompt: 'You write.' }],
  });
  if (result.ok) return result.value;
  throw new Error(result.errors.map(({ line, message }) => `${line}: ${message}`).join('\n'));
}

function stageText(tasks: number, index: number): string {
  const lines = [`  - id: s${index}`, `    name: Stage ${index}`, '    tasks:'];
  for (let task = 0; task < tasks; task += 1) {
    const id = `t${index * STAGE + task}`;
    lines.push(`      - { id: ${id}, use: ${task === 0 ? 'p' : `w${index}`}, with: { n: ${id} } }`);
  }
  return lines.join('\n');
}
