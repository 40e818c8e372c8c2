import fc from 'fast-check';
import { dump } from 'js-yaml';

import { positionOf } from './positions';
import { readYaml } from './read-yaml';

function codes(text: string): readonly string[] {
  const reading = readYaml(text, 'a.yaml');
  return reading.ok ? [] : reading.problems.map((problem) => problem.code);
}

function value(text: string): unknown {
  const reading = readYaml(text, 'a.yaml');
  return reading.ok ? reading.value : reading.problems;
}

/** Nine levels of nine aliases: 4 * 10^8 nodes when expanded. */
const LAUGHS = Array.from({ length: 9 }, (_, level) => {
  const items = level === 0 ? Array(9).fill('lol') : Array(9).fill(`*l${level - 1}`);
  return `l${level}: &l${level} [${items.join(', ')}]`;
}).join('\n');

describe('reading YAML', () => {
  it('yields what the core schema says', () => {
    const text = [
      'text: plain',
      'quoted: "a\\tb"',
      "single: 'it''s'",
      'block: |',
      '  two',
      '  lines',
      'int: 12',
      'negative: -3',
      'hex: 0x1F',
      'octal: 0o17',
      'float: 1.5e3',
      'yes: true',
      'no: False',
      'nothing:',
      'tilde: ~',
      'list: [1, "1", !!str 1]',
      'tagged: !!map {a: !!int 1, b: !!null ~, c: !!bool true, d: !!float 1, e: !!seq []}',
    ].join('\n');
    expect(value(text)).toEqual({
      text: 'plain',
      quoted: 'a\tb',
      single: "it's",
      block: 'two\nlines\n',
      int: 12,
      negative: -3,
      hex: 31,
      octal: 15,
      float: 1500,
      yes: true,
      no: false,
      nothing: null,
      tilde: null,
      list: [1, '1', '1'],
      tagged: { a: 1, b: null, c: true, d: 1, e: [] },
    });
  });

  it('lets anchors, aliases and merges pass', () => {
    const text =
      'base: &base { a: 1, b: 2 }\none:\n  <<: *base\n  b: 3\ntwo: { <<: [*base, { c: 4 }] }\nlist: [*base]\n';
    expect(value(text)).toEqual({
      base: { a: 1, b: 2 },
      one: { a: 1, b: 3 },
      two: { a: 1, b: 2, c: 4 },
      list: [{ a: 1, b: 2 }],
    });
  });

  it('agrees with what a dumper of plain data writes', () => {
    const key = fc
      .stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
      .filter((name) => name !== 'constructor' && name !== 'prototype');
    const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 20 }), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (data) => {
        expect(value(dump(data))).toEqual(data);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['an empty file', '', 'yaml-empty'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'yaml-many-documents'],
    ['an unclosed bracket', 'a: [1', 'yaml-syntax'],
    ['a tab as indentation', 'a:\n\t- b', 'yaml-syntax'],
    ['a file over 256 KiB', `a: ${'x'.repeat(256 * 1024)}`, 'file-too-large'],
    ['a key that stands twice', 'a: 1\na: 2\n', 'yaml-duplicate-key'],
    ['a collection as key', '? [a]\n: 1\n', 'yaml-complex-key'],
    ['a prototype key', '__proto__: { isAdmin: true }\n', 'yaml-forbidden-key'],
    ['a constructor key', 'a: { constructor: { x: 1 } }\n', 'yaml-forbidden-key'],
    ['a function tag', 'a: !!js/function "x"\n', 'yaml-unknown-tag'],
    ['a Python tag', 'a: !!python/object/apply:os.system ["ls"]\n', 'yaml-unknown-tag'],
    ['a local tag', 'a: !secret x\n', 'yaml-unknown-tag'],
    ['a tag that does not fit', 'a: !!int x\n', 'yaml-unknown-tag'],
    ['a tag named like a member of every object', 'a: !constructor x\n', 'yaml-unknown-tag'],
    ['a redefined tag handle', '%TAG ! tag:example.com,2000:\n---\na: 1\n', 'yaml-directive'],
    ['an unknown alias', 'a: *nobody\n', 'yaml-unknown-alias'],
    ['an alias inside its own anchor', 'a: &a [*a]\n', 'yaml-unknown-alias'],
    ['an integer that a double cannot hold', 'a: 9007199254740993\n', 'yaml-unsafe-number'],
    ['infinity', 'a: .inf\n', 'yaml-unsafe-number'],
    ['a number without end', 'a: 1e999\n', 'yaml-unsafe-number'],
    ['a merge of something else', 'a: { <<: 1 }\n', 'yaml-bad-merge'],
    ['fifty-two levels', `${'['.repeat(52)}${']'.repeat(52)}`, 'yaml-too-deep'],
    [
      'depth through aliases',
      `a: &a ${'['.repeat(30)}${']'.repeat(30)}\nb: ${'['.repeat(30)}*a${']'.repeat(30)}`,
      'yaml-too-deep',
    ],
    ['20,000 brackets', '['.repeat(20_000), 'yaml-too-deep'],
    ['100,000 nested mappings', '{a: '.repeat(60_000), 'yaml-too-deep'],
    ['10,001 nodes', `[${'1,'.repeat(10_001)}]`, 'yaml-too-many-nodes'],
    ['a bomb of aliases', LAUGHS, 'yaml-too-many-nodes'],
  ])('refuses %s', (_what, text, code) => {
    expect(codes(text)).toEqual([code]);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('reports every problem with its place', () => {
    const reading = readYaml('a: 1\nb: !x 2\na: 3\nc: { __proto__: 1 }\n', 'a.yaml');
    expect(reading).toMatchObject({
      ok: false,
      problems: [
        { line: 2, column: 4, code: 'yaml-unknown-tag' },
        { line: 3, column: 1, code: 'yaml-duplicate-key' },
        { line: 4, column: 6, code: 'yaml-forbidden-key' },
      ],
    });
  });

  it('stops counting problems at fifty', () => {
    expect(codes('- !x 1\n'.repeat(500))).toHaveLength(50);
  });
});

describe('places', () => {
  const reading = readYaml('a:\n  - x\n  - y: "z"\nbase: &b { k: 1 }\nuse: *b\n', 'a.yaml');
  const positions = reading.ok ? reading.positions : { file: '', values: new Map(), keys: new Map() };

  it.each([
    ['', 'value', 1, 1],
    ['/a/0', 'value', 2, 5],
    ['/a/1/y', 'key', 3, 5],
    ['/a/1/y', 'value', 3, 8],
    ['/use/k', 'value', 5, 6],
    ['/missing/entry', 'value', 1, 1],
  ] as const)('of %s as %s are line %d, column %d', (pointer, place, line, column) => {
    expect(positionOf(positions, pointer, place)).toEqual({ line, column });
  });
});
