import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';

const { publicDocstring } = require('./public-docstring.mjs') as { publicDocstring: object };

describe('public-docstring', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-docstring-'));
    writeFileSync(
      join(folder, 'index.ts'),
      "export { open, type Door as Gate } from './door';\nexport { key } from './keys';\n",
    );
    writeFileSync(join(folder, 'keys.ts'), "export { key } from './key';\n");
    writeFileSync(join(folder, 'door.ts'), '');
    writeFileSync(join(folder, 'key.ts'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function problems(file: string, code: string): string[] {
    const config = {
      files: ['**/*.ts'],
      languageOptions: { parser },
      plugins: { botarmy: { rules: { 'public-docstring': publicDocstring } } },
      rules: { 'botarmy/public-docstring': ['error', { index: join(folder, 'index.ts') }] },
    } as Linter.Config;
    const linter = new Linter({ cwd: folder });
    return linter.verify(code, [config], join(folder, file)).map(({ message }) => message.split(' ')[0] ?? '');
  }

  it('asks for a docstring on what index.ts exports, directly, renamed or through another file', () => {
    expect(problems('door.ts', 'export function open() {}\nexport interface Door {}\n')).toEqual(['open', 'Door']);
    expect(problems('key.ts', 'export const key = 1;\n')).toEqual(['key']);
  });

  it('asks for one also where declaration and export stand apart', () => {
    expect(problems('door.ts', 'function open() {}\nexport { open };\n')).toEqual(['open']);
  });

  it('is content with a docstring above the export or above its decorators', () => {
    const decorated = '/** Opens. */\n@Frame()\nexport class Door {}\n/** Opens it. */\nexport const open = 1;\n';
    expect(problems('door.ts', decorated)).toEqual([]);
  });

  it('refuses an ordinary comment and an empty one', () => {
    expect(problems('door.ts', '// Opens.\nexport function open() {}\n')).toEqual(['open']);
    expect(problems('door.ts', '/** */\nexport function open() {}\n')).toEqual(['open']);
  });

  it('leaves what stays inside the library alone', () => {
    expect(problems('door.ts', 'export function inner() {}\n')).toEqual([]);
    expect(problems('hidden.ts', 'export function open() {}\n')).toEqual([]);
  });
});
