import { loadProcess } from './load-process';
import { errorsAfter, smallFiles } from './small-process.fixture';

type Change = readonly [string, string];

describe('a process file', () => {
  it('without faults has no errors', () => {
    expect(errorsAfter()).toEqual([]);
  });

  it.each<[string, readonly Change[], string, number]>([
    ['an unknown field', [['agent: writer', 'agent: writer\n        agnt: writer']], 'unknown-field', 16],
    ['a missing field', [['        agent: writer\n', '']], 'missing-field', 12],
    ['a wrong type', [['expected_minutes: 1', 'expected_minutes: soon']], 'wrong-type', 19],
    ['an object where a list belongs', [['inputs: [brief.md]', 'inputs: {}']], 'wrong-type', 17],
    ['an unknown kind', [['kind: plan', 'kind: dream']], 'invalid-value', 13],
    ['another format version', [['schema_version: 1', 'schema_version: 2']], 'invalid-value', 1],
    ['an unsupported concurrency', [['stages:', 'policies: { concurrency: wild }\nstages:']], 'invalid-value', 8],
    ['a duration of nothing', [['expected_minutes: 1', 'expected_minutes: 0']], 'out-of-range', 19],
    ['a bad version', [['version: 1.0.0', 'version: latest']], 'invalid-version', 4],
    ['an id with a command in it', [['id: first-plan', 'id: $(rm -rf /)']], 'invalid-id', 12],
    ['an id every object has', [['id: first-plan', 'id: constructor']], 'invalid-id', 12],
    ['a name with a command in it', [['name: Plan First', 'name: ${HOME}']], 'invalid-name', 14],
    ['a name with markup in it', [['name: Plan First', 'name: <script>alert(1)</script>']], 'invalid-name', 14],
    ['an agent with SQL in it', [['agent: writer', 'agent: "x\' OR 1=1"']], 'invalid-id', 15],
    ['a path that climbs', [['path: first_plan.md', 'path: ../first_plan.md']], 'unsafe-path', 18],
    ['a path that climbs inside', [['path: first_plan.md', 'path: a/../../b.md']], 'unsafe-path', 18],
    ['an absolute path', [['path: first_plan.md', 'path: /etc/passwd.md']], 'unsafe-path', 18],
    ['a path with a backslash', [['path: first_plan.md', 'path: "..\\\\x.md"']], 'unsafe-path', 18],
    ['a path with NUL', [['path: first_plan.md', 'path: "a\\0.md"']], 'unsafe-path', 18],
    ['a path with an encoded climb', [['path: first_plan.md', 'path: "%2e%2e%2fa.md"']], 'unsafe-path', 18],
    ['a path named like a device', [['path: first_plan.md', 'path: con.md']], 'unsafe-path', 18],
    ['a path in the reserved folder', [['path: first_plan.md', 'path: metadata/plan.md']], 'reserved-path', 18],
    ['an unknown agent', [['agent: writer', 'agent: writr']], 'unknown-agent', 15],
    ['two stages of one id', [['id: second\n', 'id: first\n']], 'duplicate-id', 31],
    ['two tasks of one id', [['id: second-work', 'id: first-work']], 'duplicate-id', 42],
    ['a need nobody meets', [['needs: [first-plan]', 'needs: [first-plan, first-pln]']], 'unknown-task', 25],
    ['a need of a later stage', [['needs: [first-plan]', 'needs: [first-plan, second-plan]']], 'needs-later-stage', 25],
    ['two writers of one path', [['path: second.md', 'path: first.md']], 'two-writers', 49],
    ['a writer of the process input', [['path: second.md', 'path: brief.md']], 'two-writers', 49],
    ['an input nobody writes', [['inputs: [first.md]', 'inputs: [third.md]']], 'unknown-artifact', 39],
    [
      'an artifact read before it is written',
      [['inputs: [brief.md]', 'inputs: [brief.md, second.md]']],
      'read-before-written',
      17,
    ],
    ['an artifact read by its writer', [['inputs: [brief.md]', 'inputs: [first_plan.md]']], 'read-before-written', 17],
    ['an approval nowhere', [['- after: first', '- title: Nowhere']], 'approval-place', 52],
    ['an approval at two places', [['- after: first', '- { after: first, before: second }']], 'approval-place', 52],
    ['an approval of an unknown stage', [['- after: first', '- after: third']], 'unknown-stage', 52],
    ['an approval of nothing', [['- after: first', '- before: first']], 'approval-place', 52],
    ['the same approval twice', [['- after: first', '- after: first\n  - after: first']], 'duplicate-id', 53],
    [
      'an approval nobody can give',
      [
        [
          '- after: first',
          '- { after: first, options: [{ value: modify, label: Modify }, { value: reject, label: Reject }] }',
        ],
      ],
      'invalid-options',
      52,
    ],
    [
      'a gate of a foreign task',
      [['- kind: contract', '- { kind: contract, tasks: [second-plan] }']],
      'unknown-task',
      30,
    ],
    [
      'a gate of a foreign artifact',
      [['- kind: contract', '- { kind: artifact-present, artifacts: [second.md] }']],
      'unknown-artifact',
      30,
    ],
    [
      'a gate with a field of another kind',
      [['- kind: contract', '- { kind: contract, artifacts: [first.md] }']],
      'unknown-field',
      30,
    ],
    ['two gates of one id', [['- kind: contract', '- kind: contract\n      - kind: contract']], 'duplicate-id', 31],
  ])('with %s is refused', (_what, changes, code, line) => {
    const errors = errorsAfter(...changes);
    expect(errors.map((error) => [error.code, error.line])).toContainEqual([code, line]);
    for (const error of errors) {
      expect(error).toMatchObject({ file: 'process.yaml', column: expect.any(Number) });
      expect(error.message).toMatch(/[.]$/);
      expect(error.remedy).not.toBe('');
    }
  });

  it('whose tasks need each other is refused with the circle', () => {
    const errors = errorsAfter(['inputs: [brief.md]\n', 'inputs: [brief.md]\n        needs: [first-work]\n']);
    expect(errors).toMatchObject([
      {
        code: 'cycle',
        line: 18,
        column: 9,
        message: 'Tasks need each other in a circle: first-plan -> first-work -> first-plan.',
      },
    ]);
  });

  it('whose stage has no plan is refused', () => {
    const errors = errorsAfter(['kind: plan\n        name: Plan First', 'kind: deliverable\n        name: Plan First']);
    expect(errors).toMatchObject([
      { code: 'missing-plan', line: 9, message: 'The stage "first" has no planning task.' },
    ]);
  });

  it('whose plan does not come first, or is not needed, is refused', () => {
    const errors = errorsAfter(
      ['kind: plan\n        name: Plan First', 'kind: deliverable\n        name: Plan First'],
      ['kind: deliverable\n        name: Do First', 'kind: plan\n        name: Do First'],
    );
    expect(errors.map((error) => error.code)).toEqual(['task-without-plan', 'plan-not-first']);
  });

  it('is told every fault at once, in the order of the file', () => {
    const errors = errorsAfter(
      ['agent: writer', 'agent: nobody'],
      ['path: second.md', 'path: first.md'],
      ['after: first', 'after: x'],
    );
    expect(errors.map((error) => error.code)).toEqual(['unknown-agent', 'two-writers', 'unknown-stage']);
  });

  it('says what was probably meant', () => {
    const [field] = errorsAfter(['    name: First\n', '    name: First\n    descripton: x\n']);
    expect(field?.remedy).toBe('Did you mean "description"?');
    const [agent] = errorsAfter(['agent: writer', 'agent: writter']);
    expect(agent?.remedy).toBe('Did you mean "writer"?');
    const [need] = errorsAfter(['needs: [first-plan]', 'needs: [first-plan, first-plans]']);
    expect(need?.remedy).toBe('Did you mean "first-plan"?');
    const [other] = errorsAfter(['    name: First\n', '    name: First\n    zzzzzzz: x\n']);
    expect(other?.remedy).toMatch(/^Remove it; known fields are id, name/);
  });

  it.each([
    ['a single text', '$(rm -rf /)', 'wrong-type'],
    ['a list', '- a\n- b\n', 'wrong-type'],
    ['nothing', '~', 'wrong-type'],
    ['broken YAML', 'a: [', 'yaml-syntax'],
  ])('that holds %s is refused', (_what, text, code) => {
    const result = loadProcess(smallFiles(text));
    expect(result).toMatchObject({ ok: false, errors: [{ file: 'process.yaml', line: 1, code }] });
  });
});
