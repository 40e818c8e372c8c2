import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const GENERATOR = resolve(__dirname, '../generate/generate-client.mjs');

/** Every file below a folder with its text. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('the generated client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-sdk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is what the committed OpenAPI document gives (else: node libs/sdk/generate/generate-client.mjs)', () => {
    const output = join(folder, 'generated');
    execFileSync(process.execPath, [GENERATOR, '--output', output], { stdio: 'pipe' });
    const made = filesOf(output);
    expect(Object.keys(made).length).toBeGreaterThan(10);
    expect(filesOf(join(__dirname, 'generated'))).toEqual(made);
  });
});
