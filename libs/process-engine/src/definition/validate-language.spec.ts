import { errorsAfter } from './small-process.fixture';

type Change = readonly [string, string];
const when = (expression: string): Change => [
  'needs: [first-plan]',
  `needs: [first-plan]\n        when: '${expression}'`,
];

describe('a process file', () => {
  it.each<[string, readonly Change[], string]>([
    ['an expression that cannot be read', [when('tasks.first_plan.words >')], 'invalid-expression'],
    ['a name that stands for nothing', [when('task.first_plan.words > 1')], 'unknown-name'],
    ['an expression about an unknown task', [when('tasks.first_pln.words > 1')], 'unknown-task'],
    ['an expression about a field no task has', [when('tasks.first_plan.wrds > 1')], 'unknown-name'],
    ['an expression about a value nobody states', [when('tasks.first_plan.values.ok')], 'unknown-value'],
    ['an expression about a later task', [when('tasks.second_plan.words > 1')], 'read-before-written'],
    ['an expression about an unknown input', [when('inputs.risky')], 'unknown-input'],
    ['an expression about an unknown artifact', [when('artifacts["x.md"].version > 1')], 'unknown-artifact'],
    ['an expression about an unknown approval', [when('approvals.after_second.approved')], 'unknown-approval'],
    ['an item where there is none', [when('item.id == "a"')], 'unknown-name'],
    ['a condition that is no bool', [when('tasks.first_plan.words + 1 - 1')], 'expression-type'],
    ['a comparison that can never hold', [when('tasks.first_plan.status == "done"')], 'expression-type'],
    ['a comparison of other types', [when('tasks.first_plan.words == "many"')], 'expression-type'],
    ['a task that is never done', [when('1 > 2')], 'unreachable-task'],
    [
      'lists looked through too deep',
      [when('[1].all(a, [1].all(b, [1].all(c, a == b && b == c)))')],
      'expression-too-complex',
    ],
    ['an expression that is too long', [when(`1 == 1${' && 1 == 1'.repeat(60)}`)], 'out-of-range'],
    [
      'a stage that needs an unknown one',
      [['  - id: second\n', '  - id: second\n    needs: [frst]\n']],
      'unknown-stage',
    ],
    ['stages that need each other', [['  - id: first\n', '  - id: first\n    needs: [second]\n']], 'cycle'],
    ['nobody who does a task', [['        agent: writer\n', '']], 'missing-field'],
    ['two who do a task', [['agent: writer', 'agent: writer\n        mcp: { server: x, tool: y }']], 'two-workers'],
    [
      'a sub-process nobody knows',
      [['agent: writer', 'process: { name: other, result: paper.md }']],
      'unknown-process',
    ],
    [
      'an address whose host is open',
      [['agent: writer', 'http: { url: "https://{{ inputs.host }}/x" }']],
      'unsafe-url',
    ],
    [
      'an integration that begins from an outline',
      [
        ['agent: writer', 'http: { url: "https://example.com/x" }'],
        ['title: First Plan,', 'title: First Plan, template: "# Plan",'],
      ],
      'invalid-output',
    ],
    ['a query that writes', [['agent: writer', 'sql: { connection: x, query: DELETE FROM x }']], 'unsafe-query'],
    ['a budget of nothing', [['expected_minutes: 1', 'expected_minutes: 1\n        budget: {}']], 'empty-budget'],
    [
      'a placeholder nobody fills',
      [['description: Plan it.', "description: 'Plan {{ inputs.topic }}.'"]],
      'unknown-input',
    ],
    ['braces that are no placeholder', [['description: Plan it.', "description: 'Plan {{ it }.'"]], 'invalid-template'],
    ['a path that depends on a task', [['path: first.md', "path: 'a/{{ tasks.first_plan.words }}.md'"]], 'unsafe-path'],
    [
      'instances that write one path',
      [['needs: [first-plan]', 'needs: [first-plan]\n        for_each: { in: "[1, 2]" }']],
      'two-writers',
    ],
    [
      'a repeated list',
      [
        [
          'needs: [first-plan]',
          'needs: [first-plan]\n        for_each: { in: "[1]" }\n        repeat: { until: "true", max_rounds: 2 }',
        ],
      ],
      'invalid-repeat',
    ],
    ['an approval of an unknown task', [['- after: first', '- after_task: first-wrk']], 'unknown-task'],
    ['an input of no kind', [['title: Brief }', 'title: Brief }\n  - { title: X }']], 'invalid-input'],
    ['an input without a type', [['title: Brief }', 'title: Brief }\n  - { name: topic }']], 'missing-field'],
    ['an enum without words', [['title: Brief }', 'title: Brief }\n  - { name: topic, type: enum }']], 'missing-field'],
    [
      'a default of another type',
      [['title: Brief }', 'title: Brief }\n  - { name: topic, type: integer, default: x }']],
      'wrong-type',
    ],
    [
      'an unknown template',
      [['description: Plan it.', 'description: Plan it.\n        use: nothing']],
      'unknown-template',
    ],
  ])('with %s is refused', (_what, changes, code) => {
    const errors = errorsAfter(...changes);
    expect(errors.map((error) => error.code)).toContain(code);
    for (const error of errors) {
      expect(error.line).toBeGreaterThan(1);
      expect(error.remedy).not.toBe('');
    }
  });

  const template = (parameters: string): Change => [
    'approvals:',
    `templates:\n  - id: paper\n    parameters: ${parameters}\n    kind: deliverable\n    name: Paper\n    agent: writer\n    description: 'About {{ with.topic }}.'\n    needs: [first-plan]\n    output: { path: 'paper.md', title: Paper, required_sections: [Result] }\n    expected_minutes: 1\napprovals:`,
  ];
  const use = (given: string): Change => [
    '    gates:\n',
    `      - { id: paper, use: paper, with: ${given} }\n    gates:\n`,
  ];

  it('may use a template with parameters', () => {
    expect(errorsAfter(template('{ topic: ~ }'), use('{ topic: Cost }'))).toEqual([]);
    expect(errorsAfter(template('{ topic: Risk }'), use('{}'))).toEqual([]);
  });

  it('has to say what a template needs, and nothing else', () => {
    expect(errorsAfter(template('{ topic: ~ }'), use('{}'))).toMatchObject([{ code: 'missing-parameter' }]);
    expect(errorsAfter(template('{ topic: x }'), use('{ topc: y }'))).toMatchObject([
      { code: 'unknown-parameter', remedy: 'Did you mean "topic"?' },
    ]);
  });
});
