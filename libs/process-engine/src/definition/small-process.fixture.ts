import type { DefinitionError } from './definition-error';
import { loadProcess } from './load-process';
import type { ProcessFiles } from './load-process';

/** The smallest process with two stages, as text. */
export const SMALL_PROCESS = `schema_version: 1
name: small
title: Small Process
version: 1.0.0
description: Two stages.
inputs:
  - { path: brief.md, title: Brief }
stages:
  - id: first
    name: First
    tasks:
      - id: first-plan
        kind: plan
        name: Plan First
        agent: writer
        description: Plan it.
        inputs: [brief.md]
        output: { path: first_plan.md, title: First Plan, required_sections: [Goal] }
        expected_minutes: 1
      - id: first-work
        kind: deliverable
        name: Do First
        agent: writer
        description: Do it.
        needs: [first-plan]
        inputs: [brief.md, first_plan.md]
        output: { path: first.md, title: First, required_sections: [Result] }
        expected_minutes: 2
    gates:
      - kind: contract
  - id: second
    name: Second
    tasks:
      - id: second-plan
        kind: plan
        name: Plan Second
        agent: writer
        description: Plan it.
        inputs: [first.md]
        output: { path: second_plan.md, title: Second Plan, required_sections: [Goal] }
        expected_minutes: 1
      - id: second-work
        kind: deliverable
        name: Do Second
        agent: writer
        description: Do it.
        needs: [second-plan]
        inputs: [first.md, second_plan.md]
        output: { path: second.md, title: Second, required_sections: [Result] }
        expected_minutes: 2
approvals:
  - after: first
`;

/** Its agent. */
export const SMALL_AGENT = `schema_version: 1
id: writer
name: Writer
role: Writer
description: Writes.
model: { route: default, max_output_tokens: 1000, temperature: 0.2 }
capabilities: [Writing]
`;

/** The files of a process text with the one agent. */
export function smallFiles(process = SMALL_PROCESS, agent = SMALL_AGENT): ProcessFiles {
  return {
    process: { file: 'process.yaml', text: process },
    agents: [{ file: 'agents/writer/agent.yaml', text: agent, prompt: 'You write.' }],
  };
}

/** What is wrong with a process text; every replacement must hit. */
export function errorsAfter(...replacements: readonly (readonly [string, string])[]): readonly DefinitionError[] {
  const text = replacements.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`"${from}" is not in the process.`);
    return before.replace(from, to);
  }, SMALL_PROCESS);
  const result = loadProcess(smallFiles(text));
  return result.ok ? [] : result.errors;
}
