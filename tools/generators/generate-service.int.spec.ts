import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'yaml';

const root = join(__dirname, '../..');
const generator = join(__dirname, 'generate-service.mjs');
const listed = ['tsconfig.base.json', 'tsconfig.json', 'jest.config.cjs', 'helm/botarmy/values.yaml', 'skaffold.yaml'];
const needed = [
  'tsconfig.spec.json',
  '.swcrc',
  'libs/chassis',
  'libs/contracts',
  'libs/messaging',
  'libs/process-engine',
];

describe('generate:service', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-generated-'));
    for (const path of [...listed, ...needed]) {
      const filter = (source: string): boolean => !/\/(dist|node_modules)$/.test(source);
      cpSync(join(root, path), join(folder, path), { recursive: true, filter });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    generate('price-list');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function generate(name: string): void {
    const call = `import(${JSON.stringify(generator)}).then((m) => m.generateService(${JSON.stringify(name)}, ${JSON.stringify(folder)}))`;
    execFileSync(process.execPath, ['--eval', call], { stdio: 'pipe' });
  }
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const yaml = (path: string): Record<string, never> => parse(read(path)) as Record<string, never>;

  it('writes a service that type-checks with its specification', () => {
    const settings = {
      extends: './tsconfig.spec.json',
      compilerOptions: { incremental: false },
      include: ['services/price-list'],
    };
    writeFileSync(join(folder, 'tsconfig.generated.json'), JSON.stringify(settings));
    const compiler = createRequire(__filename).resolve('typescript/lib/tsc.js');
    const result = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.generated.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(result.stdout).toBe('');
    expect(result.status).toBe(0);
  }, 120_000);

  it('writes formatted files', () => {
    const prettier = createRequire(__filename).resolve('prettier/bin/prettier.cjs');
    const style = ['--config', join(root, '.prettierrc.json'), '--ignore-path', '/dev/null'];
    const paths = ['services/price-list', ...listed];
    const unformatted = execFileSync(process.execPath, [prettier, '--check', ...style, ...paths], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(unformatted).toContain('All matched files use Prettier code style');
  });

  it('lists the service wherever services are listed', () => {
    expect(read('tsconfig.base.json')).toContain('./services/price-list/src/bootstrap.ts');
    expect(read('tsconfig.json')).toContain('services/price-list');
    expect(read('jest.config.cjs')).toMatch(/\(gateway\|.*\|price-list\)\$/);
    const { services } = yaml('helm/botarmy/values.yaml') as unknown as { services: Record<string, unknown> };
    expect(services['price-list']).toEqual({ database: false, nats: false });
    expect(services).toHaveProperty('gateway.public', true);
    const { build, deploy } = yaml('skaffold.yaml') as unknown as {
      build: { artifacts: { image: string; docker: { buildArgs: object } }[] };
      deploy: { helm: { releases: { setValueTemplates: Record<string, string> }[] } };
    };
    expect(build.artifacts.find(({ image }) => image === 'botarmy/price-list')?.docker.buildArgs).toEqual({
      SERVICE: 'price-list',
    });
    const values = deploy.helm.releases[0]?.setValueTemplates ?? {};
    expect(values['services.price-list.image.repository']).toBe('{{.IMAGE_REPO_botarmy_price_list}}');
  });

  it.each(['', 'PriceList', 'chassis', 'price-list', '../outside'])('refuses the name "%s"', (name) => {
    expect(() => generate(name)).toThrow(/Command failed/);
  });
});
