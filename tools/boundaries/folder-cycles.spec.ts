interface Cycle {
  folders: string[];
  imports: string[];
}
const { folderCycles } = require('./folder-cycles.mjs') as { folderCycles(imports: [string, string][]): Cycle[] };

describe('folderCycles', () => {
  it('finds two folders that import each other through different files', () => {
    const cycles = folderCycles([
      ['src/a/one.ts', 'src/b/two.ts'],
      ['src/b/three.ts', 'src/a/four.ts'],
    ]);
    expect(cycles).toEqual([
      { folders: ['src/a', 'src/b'], imports: ['src/a/one.ts -> src/b/two.ts', 'src/b/three.ts -> src/a/four.ts'] },
    ]);
  });

  it('finds a circle of three and one between nested folders', () => {
    const three = folderCycles([
      ['src/a/x.ts', 'src/b/x.ts'],
      ['src/b/x.ts', 'src/c/x.ts'],
      ['src/c/y.ts', 'src/a/y.ts'],
    ]);
    expect(three.map(({ folders }) => folders)).toEqual([['src/a', 'src/b', 'src/c']]);
    const nested = folderCycles([
      ['src/a/deep/x.ts', 'src/b/x.ts'],
      ['src/b/y.ts', 'src/a/z.ts'],
    ]);
    expect(nested.map(({ folders }) => folders)).toEqual([['src/a', 'src/b']]);
  });

  it('finds a folder that imports a file which imports the folder', () => {
    const cycles = folderCycles([
      ['src/a/x.ts', 'src/app.ts'],
      ['src/app.ts', 'src/a/y.ts'],
    ]);
    expect(cycles).toHaveLength(1);
  });

  it('allows a registry over parts that share an interface beside it', () => {
    const imports: [string, string][] = [
      ['src/providers/registry.ts', 'src/providers/openai/call.ts'],
      ['src/providers/openai/call.ts', 'src/providers/provider.ts'],
      ['src/app.module.ts', 'src/providers/registry.ts'],
      ['src/providers/registry.ts', 'src/config.ts'],
    ];
    expect(folderCycles(imports)).toEqual([]);
  });

  it('leaves a circle of files in one folder to the rule for files', () => {
    expect(
      folderCycles([
        ['src/a/x.ts', 'src/a/y.ts'],
        ['src/a/y.ts', 'src/a/x.ts'],
      ]),
    ).toEqual([]);
  });
});
