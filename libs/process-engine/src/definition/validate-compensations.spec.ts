import { errorsAfter } from './small-process.fixture';

type Change = readonly [string, string];

const fields = (changes: Readonly<Record<string, string>> = {}): readonly string[] => {
  const all: Record<string, string> = {
    name: 'Undo',
    agent: 'writer',
    description: 'Undo it.',
    output: '{ path: undo.md, title: Undone, required_sections: [Result] }',
    expected_minutes: '1',
    ...changes,
  };
  return Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
};
const block = (indent: number, changes?: Readonly<Record<string, string>>): string =>
  [`${' '.repeat(indent)}on_cancel:`, ...fields(changes).map((line) => `${' '.repeat(indent + 2)}${line}`), ''].join(
    '\n',
  );

const PLAN = '        expected_minutes: 1\n';
/** On the first plan of the process; `on_cancel` then stands in line 19. */
const task = (changes?: Readonly<Record<string, string>>): Change => [PLAN, PLAN + block(8, changes)];
const stage = (changes?: Readonly<Record<string, string>>): Change => [
  '    name: First\n',
  `    name: First\n${block(4, changes)}`,
];
const whole = (changes?: Readonly<Record<string, string>>): Change => ['stages:\n', `${block(0, changes)}stages:\n`];

describe('what undoes the work of a process', () => {
  it.each<[string, Change]>([
    ['a task', task({ description: 'About {{ tasks.first_plan.words }}.', inputs: '[first_plan.md]' })],
    ['a task, even unfinished', task({ even_unfinished: 'true' })],
    ['a stage', stage({ inputs: '[first.md]', on_failure: 'wait' })],
    ['everything', whole({ inputs: '[second.md, brief.md]' })],
    ['something by a call', task({ agent: '', http: '{ url: "https://example.com/x" }' })],
  ])('may undo %s', (_what, change) => {
    expect(errorsAfter(change)).toEqual([]);
  });

  it.each<[string, readonly Change[], string]>([
    ['nobody who does it', [task({ agent: '' })], 'missing-field'],
    ['two who do it', [task({ sql: '{ connection: x, query: SELECT 1 }' })], 'two-workers'],
    ['an unknown agent', [task({ agent: 'writr' })], 'unknown-agent'],
    ['an unsafe address', [task({ agent: '', http: '{ url: "https://{{ inputs.host }}/" }' })], 'unsafe-url'],
    ['a query that writes', [task({ agent: '', sql: '{ connection: x, query: DELETE FROM x }' })], 'unsafe-query'],
    ['the id of a task', [task({ id: 'second-work' })], 'duplicate-id'],
    [
      'the same id twice',
      [stage({ id: 'undo-x' }), whole({ id: 'undo-x', output: '{ path: y.md, title: Y, required_sections: [R] }' })],
      'duplicate-id',
    ],
    ['the path of a task', [task({ output: '{ path: second.md, title: X, required_sections: [R] }' })], 'two-writers'],
    [
      'the path of the brief',
      [task({ output: '{ path: brief.md, title: X, required_sections: [R] }' })],
      'two-writers',
    ],
    ['the same path twice', [stage(), whole()], 'two-writers'],
    [
      'a path of the platform',
      [task({ output: '{ path: metadata/x.md, title: X, required_sections: [R] }' })],
      'reserved-path',
    ],
    ['a document nobody writes', [task({ inputs: '[nothing.md]' })], 'unknown-artifact'],
    ['a document that comes later', [task({ inputs: '[first.md]' })], 'read-before-written'],
    ['a document of a later stage', [stage({ inputs: '[second.md]' })], 'read-before-written'],
    ['values of a later task', [task({ description: '"{{ tasks.second_work.words }}"' })], 'read-before-written'],
    ['an item where there is none', [task({ description: '"{{ item.id }}"' })], 'unknown-name'],
    ['braces that are no placeholder', [task({ description: '"{{ x"' })], 'invalid-template'],
    ['a rule nobody knows', [task({ on_failure: 'ignore' })], 'invalid-value'],
    ['a field of other tasks', [task({ when: 'true' })], 'unknown-field'],
    ['a stage of the name that is taken', [['  - id: second\n', '  - id: compensation\n']], 'reserved-id'],
    [
      'one path for all instances',
      [
        task(),
        ['        kind: plan\n', '        kind: plan\n        for_each: { in: "[1, 2]" }\n'],
        ['{ path: first_plan.md', "{ path: 'first_plan/{{ index }}.md'"],
      ],
      'two-writers',
    ],
  ])('must not have %s', (_what, changes, code) => {
    const errors = errorsAfter(...changes);
    expect(errors.map((error) => error.code)).toContain(code);
    for (const { file, line, column, remedy } of errors) {
      expect({ file, isPlaced: line > 1 && column > 0, hasRemedy: remedy.length > 5 }).toEqual({
        file: 'process.yaml',
        isPlaced: true,
        hasRemedy: true,
      });
    }
  });

  it('is told where it stands, and how to mend it', () => {
    expect(errorsAfter(task({ agent: 'writr' }))).toEqual([
      {
        file: 'process.yaml',
        line: 22,
        column: 18,
        code: 'unknown-agent',
        message: 'There is no agent "writr".',
        remedy: 'Did you mean "writer"?',
      },
    ]);
  });
});
