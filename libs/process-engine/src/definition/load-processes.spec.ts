import type { ProcessFiles } from './load-process';
import { loadProcesses } from './load-processes';
import { SMALL_PROCESS, smallFiles } from './small-process.fixture';

/** A small process of that name; `uses` makes its last task a sub-process. */
function file(name: string, uses?: string, changes: readonly (readonly [string, string])[] = []): ProcessFiles {
  let text = SMALL_PROCESS.replace('name: small', `name: ${name}`);
  if (uses !== undefined) {
    const at = text.lastIndexOf('agent: writer');
    text = `${text.slice(0, at)}process: { name: ${uses}, result: second.md }${text.slice(at + 'agent: writer'.length)}`;
  }
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${from} is not in the text`);
    text = text.replace(from, to);
  }
  const files = smallFiles(text);
  return { ...files, process: { ...files.process, file: `${name}/process.yaml` } };
}

const codesOf = (...files: ProcessFiles[]) => loadProcesses(files).errors.map((error) => `${error.file} ${error.code}`);

describe('processes that use each other', () => {
  it('are loaded whatever their order, and pin the versions they use', () => {
    const [outer, inner] = loadProcesses([file('outer', 'inner'), file('inner')]).processes;
    expect(outer?.tasks['second-work']?.process).toEqual({
      name: 'inner',
      version: '1.0.0',
      content_hash: inner?.content_hash,
      result: 'second.md',
      inputs: {},
    });
    const [renewed] = loadProcesses([
      file('outer', 'inner'),
      file('inner', undefined, [['description: Two stages.', 'description: Other words.']]),
    ]).processes;
    expect(renewed?.content_hash).not.toBe(outer?.content_hash);
  });

  it('must not run inside themselves', () => {
    expect(codesOf(file('one', 'one'))).toEqual(['one/process.yaml cycle']);
    expect(codesOf(file('one', 'two'), file('two', 'one'))).toEqual([
      'two/process.yaml unknown-process',
      'one/process.yaml unknown-process',
    ]);
  });

  it('may be five deep', () => {
    const chain = (depth: number) =>
      Array.from({ length: depth }, (_, index) => file(`p${index}`, index + 1 < depth ? `p${index + 1}` : undefined));
    expect(codesOf(...chain(5))).toEqual([]);
    expect(codesOf(...chain(6))).toEqual(['p0/process.yaml too-deep']);
  });

  it.each<[string, readonly (readonly [string, string])[], string]>([
    ['a document the inner process does not write', [['result: second.md', 'result: thrid.md']], 'unknown-artifact'],
    ['an input it does not have', [['result: second.md', 'result: second.md, inputs: { x: 1 }']], 'unknown-input'],
    [
      'no document for its brief',
      [['inputs: [first.md, second_plan.md]\n        output: { path: second.md', 'output: { path: second.md']],
      'missing-field',
    ],
  ])('are refused with %s', (_what, changes, code) => {
    expect(codesOf(file('inner'), file('outer', 'inner', changes))).toContain(`outer/process.yaml ${code}`);
  });

  it('are refused when a typed input is missing or of another type', () => {
    const typed = file('inner', undefined, [
      [
        '  - { path: brief.md, title: Brief }',
        '  - { path: brief.md, title: Brief }\n  - { name: depth, type: integer }',
      ],
    ]);
    const outer = (inputs: string) => file('outer', 'inner', [['result: second.md', `result: second.md${inputs}`]]);
    expect(codesOf(typed, outer(''))).toEqual(['outer/process.yaml missing-input']);
    expect(codesOf(typed, outer(', inputs: { depth: deep }'))).toEqual(['outer/process.yaml wrong-type']);
    expect(codesOf(typed, outer(', inputs: { depth: 2 }'))).toEqual([]);
  });
});
