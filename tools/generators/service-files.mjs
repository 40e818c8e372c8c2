/** The files of a new service: the smallest one that starts, answers its probes and has a specification. */

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** `agent-runner` as `AgentRunner`. */
export function pascalCase(name) {
  return name.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());
}

function manifest(name) {
  return json({
    name: `@botarmy/${name}`,
    private: true,
    version: '0.1.0',
    license: 'Apache-2.0',
    main: 'dist/bootstrap.js',
    types: 'dist/bootstrap.d.ts',
    nx: { tags: ['type:service', `scope:${name}`] },
  });
}

function compilerSettings() {
  return json({
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src/**/*.ts', 'src/**/*.json'],
    exclude: ['src/**/*.spec.ts', 'src/**/*.fixture.ts'],
    references: ['contracts', 'chassis', 'messaging', 'process-engine'].map((lib) => ({ path: `../../libs/${lib}` })),
  });
}

const readme = (name) => `# ${name}

What this service owns, in one sentence.

## Runs

- \`src/main.ts\` starts it alone; \`deploy/standalone\` calls \`bootstrap\`.
- Its environment is \`src/config.ts\`.
- Probes: \`/health/live\`, \`/health/ready\`; metrics: \`/metrics\`.

## To add a feature

A folder \`src/<feature>/\` with its module, handlers and specifications, and one import in \`src/app.module.ts\`.
`;

const mainFile = `import { runMain } from '@botarmy/chassis';

void runMain(() => import('./bootstrap.js'));
`;

const configFile = (type) => `import { ServiceConfig } from '@botarmy/chassis';

/** Environment of the service. */
export class ${type}Config extends ServiceConfig {}
`;

const moduleFile = `import { Module } from '@nestjs/common';

@Module({})
export class AppModule {}
`;

const bootstrapFile = (name, type) => `import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { loadConfig, startService } from '@botarmy/chassis';

import { AppModule } from './app.module';
import { ${type}Config } from './config';

/** Starts ${name}; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: '${name}',
    module: AppModule,
    config: loadConfig(${type}Config, environment),
    ...options,
  });
}
`;

const specFile = (name) => `import type { RunningService } from '@botarmy/chassis';

import { bootstrap } from './bootstrap';

describe('${name}', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await bootstrap({ environment: { ENVIRONMENT: 'test', LOG_LEVEL: 'silent' } });
  });
  afterAll(() => service.close());

  it.each(['/health/live', '/health/ready', '/metrics'])('answers %s', async (path) => {
    const response = await fetch(new URL(path, service.url));
    expect(response.status).toBe(200);
  });
});
`;

/** File contents by path below the service's folder. */
export function serviceFiles(name) {
  const type = pascalCase(name);
  return {
    'package.json': manifest(name),
    'tsconfig.json': compilerSettings(),
    'README.md': readme(name),
    'src/main.ts': mainFile,
    'src/config.ts': configFile(type),
    'src/app.module.ts': moduleFile,
    'src/bootstrap.ts': bootstrapFile(name, type),
    'src/bootstrap.int.spec.ts': specFile(name),
  };
}
