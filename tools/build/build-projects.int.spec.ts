import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { buildProjects } = require('./build-projects.mjs') as {
  buildProjects(root: string): Promise<Record<string, number>>;
};
const { isStale, listStale } = require('./is-stale.mjs') as {
  isStale(root: string): boolean;
  listStale(root: string): string[];
};

const checkout = join(__dirname, '../..');

describe('the build', () => {
  let root: string;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'botarmy-build-'));
    symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'), 'dir');
    write('.swcrc', readFileSync(join(checkout, '.swcrc'), 'utf8'));
    write('libs/greeting/package.json', '{"name":"@botarmy/greeting"}');
    write('libs/greeting/src/index.ts', "export { greeting } from './words/greeting';\n");
    write(
      'libs/greeting/src/words/greeting.ts',
      "import data from './data.json';\n\nexport const greeting: string = data.text;\n",
    );
    write('libs/greeting/src/words/data.json', '{"text":"hello"}');
    write('libs/greeting/src/words/greeting.spec.ts', 'throw new Error();\n');
    await buildProjects(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const output = (path: string): string => join(root, 'libs/greeting/dist', path);

  it('writes modules that load, their maps and their data, and no specification', () => {
    const script = `console.log(require(${JSON.stringify(output('index.js'))}).greeting)`;
    expect(execFileSync(process.execPath, ['--eval', script], { encoding: 'utf8' })).toBe('hello\n');
    const map = JSON.parse(readFileSync(output('words/greeting.js.map'), 'utf8')) as { sources: string[] };
    expect(map.sources).toEqual(['../../src/words/greeting.ts']);
    expect(existsSync(output('words/greeting.spec.js'))).toBe(false);
  });

  it('does nothing the second time and then builds only what changed', async () => {
    expect(isStale(root)).toBe(false);
    expect(await buildProjects(root)).toEqual({});
    write('libs/greeting/src/words/data.json', '{"text":"good evening"}');
    expect(listStale(root)).toEqual(['libs/greeting']);
    expect(await buildProjects(root)).toEqual({ 'libs/greeting': 1 });
    expect(isStale(root)).toBe(false);
  });

  it('removes the output of a source that is gone', async () => {
    rmSync(join(root, 'libs/greeting/src/words/data.json'));
    await buildProjects(root);
    expect(existsSync(output('words/data.json'))).toBe(false);
  });

  it('builds everything again when dist is deleted or the compiler settings change', async () => {
    rmSync(join(root, 'libs/greeting/dist'), { recursive: true });
    expect(await buildProjects(root)).toEqual({ 'libs/greeting': 3 });
    write('.swcrc', readFileSync(join(root, '.swcrc'), 'utf8').replace('es2023', 'es2022'));
    expect(await buildProjects(root)).toEqual({ 'libs/greeting': 3 });
  });

  it('fails on a syntax error and stays stale', async () => {
    write('libs/greeting/src/words/greeting.ts', 'export const = 1;\n');
    utimesSync(output('.build.json'), new Date(), new Date());
    await expect(buildProjects(root)).rejects.toThrow();
    expect(isStale(root)).toBe(true);
  });
});
