import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import type { HostedService } from '../services/hosted-service';
import { ServiceProcess } from '../services/service-process';
import { affectedBy } from './affected-services';
import { HotReload } from './hot-reload';

describe('saved files', () => {
  it('of a service restart it alone', () => {
    expect(affectedBy(['services/hitl/src/requests/x.ts'])).toEqual({ services: ['hitl'], needsSetUp: false });
  });

  it('of a library restart all, unless no service is made of it', () => {
    expect(affectedBy(['libs/contracts/src/caller.ts']).services).toEqual(SERVICE_NAMES);
    expect(affectedBy(['libs/sdk/src/index.ts', 'libs/cli/src/index.ts']).services).toEqual([]);
  });

  it('of the processes restart who reads them, after the broker knows new pools', () => {
    expect(affectedBy(['processes/sdlc/process.yaml'])).toEqual({
      services: ['orchestrator', 'agent-runner'],
      needsSetUp: true,
    });
  });

  it('that are migrations are applied first', () => {
    expect(affectedBy(['services/hitl/prisma/migrations/20261101000200_x/migration.sql'])).toEqual({
      services: ['hitl'],
      needsSetUp: true,
    });
  });

  it('that never run restart nothing', () => {
    const paths = [
      'services/hitl/src/x.spec.ts',
      'services/hitl/README.md',
      'services/hitl/dist/main.js',
      'libs/chassis/src/a.ts~',
    ];
    expect(affectedBy(paths).services).toEqual([]);
  });
});

describe('hot reload', () => {
  const log: string[] = [];
  let rebuild: () => Promise<void>;
  let reload: HotReload;
  beforeEach(() => {
    log.length = 0;
    rebuild = async () => void log.push('build');
    const process = (name: ServiceName): HostedService =>
      Object.assign(Object.create(ServiceProcess.prototype) as ServiceProcess, {
        restart: async (options: object) => void log.push(`restart ${name} ${JSON.stringify(options)}`),
      });
    const names: ServiceName[] = ['hitl', 'insights', 'orchestrator'];
    const platform = {
      services: new Map(names.map((name) => [name, process(name)])),
      setUp: async () => void log.push('set up'),
    };
    reload = new HotReload({ platform, print: (line) => void log.push(line), rebuild: () => rebuild() });
  });
  const lines = (): string[] => log.map((line) => line.replace(/[\d,]+ ms/, 'n ms'));

  it('builds, sets up what needs it, restarts what is affected and says how long it took', async () => {
    await reload.saved(['services/hitl/prisma/migrations/1_x/migration.sql'], performance.now());
    expect(lines()).toEqual(['build', 'set up', 'restart hitl {"keepTrying":false}', 'hitl: saved to running in n ms']);
  });

  it('restarts whatever runs when a library was saved', async () => {
    await reload.saved(['libs/chassis/src/index.ts'], performance.now());
    expect(lines().at(-1)).toBe('all services: saved to running in n ms');
  });

  it('does nothing for files that never run', async () => {
    await reload.saved(['services/hitl/README.md'], performance.now());
    expect(log).toEqual([]);
  });

  it('takes what is saved meanwhile next, in one go', async () => {
    let finish = (): void => undefined;
    const first = new Promise<void>((resolve) => (finish = resolve));
    rebuild = () => {
      log.push('build');
      return log.filter((line) => line === 'build').length === 1 ? first : Promise.resolve();
    };
    const done = reload.saved(['services/hitl/src/a.ts'], performance.now());
    void reload.saved(['services/insights/src/a.ts'], performance.now());
    void reload.saved(['services/insights/src/b.ts'], performance.now());
    finish();
    await done;
    expect(lines().filter((line) => line.startsWith('restart'))).toEqual([
      'restart hitl {"keepTrying":false}',
      'restart insights {"keepTrying":false}',
    ]);
  });

  it('shows what the compiler says, and works again with the next save', async () => {
    rebuild = () => Promise.reject(new Error('Unexpected token'));
    await reload.saved(['services/hitl/src/a.ts'], performance.now());
    expect(log.join('\n')).toContain('Unexpected token');
    rebuild = async () => undefined;
    await reload.saved(['services/hitl/src/a.ts'], performance.now());
    expect(lines().at(-1)).toBe('hitl: saved to running in n ms');
  });
});
