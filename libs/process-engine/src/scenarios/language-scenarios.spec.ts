import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { processFileDeclaration } from '../definition/process-definition';
import { readYaml } from '../yaml/read-yaml';
import { parseScenarios } from './parse-scenarios';
import { PROCESSES } from './shipped-process.fixture';

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
};

/** Fields every process says anyway: they are no constructs of their own. */
const PLAIN = new Set([
  ...['schema_version', 'name', 'title', 'version', 'description', 'inputs', 'stages', 'id', 'tasks', 'kind', 'agent'],
  ...['output', 'expected_minutes', 'with', 'parameters', 'needs'],
]);

const PAGE = readFileSync(join(PROCESSES, '../docs/reference/process-language.md'), 'utf8');
const folders = [
  ...readdirSync(PROCESSES),
  ...readdirSync(join(PROCESSES, 'examples')).map((name) => `examples/${name}`),
].filter((folder) => existsSync(join(PROCESSES, folder, 'process.yaml')));

/** Every field of the language by where it stands, e.g. `task.when`, `policies.concurrency`. */
function fieldsOfTheLanguage(): string[] {
  const root = processFileDeclaration.schema as unknown as Schema;
  const stage = root.properties?.['stages']?.items ?? {};
  const of = (place: string, schema: Schema | undefined): string[] =>
    Object.keys(schema?.properties ?? {}).flatMap((name) => (PLAIN.has(name) ? [] : [`${place}${name}`]));
  return [
    ...of('', root).filter((name) => name !== 'policies'),
    ...of('policies.', root.properties?.['policies']),
    ...of('stage.', stage),
    ...of('task.', stage.properties?.['tasks']?.items),
    ...of('output.', stage.properties?.['tasks']?.items?.properties?.['output']).filter(
      (name) => !['output.path', 'output.required_sections'].includes(name),
    ),
    ...of('approval.', root.properties?.['approvals']?.items).filter((name) => name !== 'approval.options'),
    ...of('input.', root.properties?.['inputs']?.items).filter((name) => name !== 'input.path'),
  ];
}

/** The same of one process as it is written. */
function fieldsOf(process: Record<string, unknown>): Set<string> {
  const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
  const named = (place: string, value: unknown): string[] => Object.keys(value ?? {}).map((name) => `${place}${name}`);
  const stages = list(process['stages']);
  const tasks = [...stages.flatMap((stage) => list(stage['tasks'])), ...list(process['templates'])];
  return new Set([
    ...named('', process),
    ...named('policies.', process['policies']),
    ...stages.flatMap((stage) => [...named('stage.', stage), ...(stage['needs'] === undefined ? [] : ['stage.needs'])]),
    ...tasks.flatMap((task) => [...named('task.', task), ...named('output.', task['output'])]),
    ...list(process['approvals']).flatMap((approval) => named('approval.', approval)),
    ...list(process['inputs']).flatMap((input) => named('input.', input)),
  ]);
}

const told = folders.filter((folder) => {
  const file = join(PROCESSES, folder, 'scenarios.yaml');
  if (!existsSync(file)) return false;
  const parsed = parseScenarios(readFileSync(file, 'utf8'), { file });
  return parsed.ok && parsed.value.scenarios.length > 0;
});
const used = new Set(
  told.flatMap((folder) => {
    const reading = readYaml(readFileSync(join(PROCESSES, folder, 'process.yaml'), 'utf8'), folder);
    return reading.ok ? [...fieldsOf(reading.value as Record<string, unknown>)] : [];
  }),
);

describe('every construct of the process language', () => {
  it.each(fieldsOfTheLanguage())('%s stands in a process with scenarios that are executed', (field) => {
    expect(used).toContain(field);
  });

  it('has a row in the reference page whose example exists and has scenarios', () => {
    const rows = PAGE.split('\n').filter((line) => line.startsWith('| ') && line.split('|').length === 5);
    const table = rows.slice(2, rows.findIndex((line) => line.includes('tasks used several times')) + 1);
    const examples = table.map((line) => /`([a-z-]+)`\s*\|$/.exec(line)?.[1] ?? line);
    expect(table.length).toBeGreaterThan(14);
    expect(examples.filter((name) => !told.includes(name) && !told.includes(`examples/${name}`))).toEqual([]);
    const unnamed = told.filter((folder) => folder.startsWith('examples/') && !examples.includes(folder.slice(9)));
    expect(unnamed).toEqual([]);
  });
});
