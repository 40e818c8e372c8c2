import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import type { HostedService } from './hosted-service';
import { START_WAVES } from './service-catalogue';
import { startWaves, stopWaves } from './start-waves';

describe('the waves of services', () => {
  const log: string[] = [];
  beforeEach(() => log.splice(0));

  const start = async (name: ServiceName): Promise<HostedService> => {
    log.push(`start ${name}`);
    return {
      name,
      url: '',
      pid: 1,
      stop: async () => {
        log.push(`stop ${name}`);
        if (name === 'hitl') throw new Error('hitl hesitates');
      },
    };
  };

  it('hold every service once', () => {
    expect(START_WAVES.flat().sort()).toEqual([...SERVICE_NAMES].sort());
  });

  it('begin with who is called, end with the gateway, and stop the other way round', async () => {
    const running = new Map<ServiceName, HostedService>();
    await startWaves(['gateway', 'hitl', 'model-simulator'], running, start);
    const errors = await stopWaves(running);
    expect(log).toEqual([
      'start model-simulator',
      'start hitl',
      'start gateway',
      'stop gateway',
      'stop hitl',
      'stop model-simulator',
    ]);
    expect(errors.map(({ message }) => message)).toEqual(['hitl hesitates']);
  });

  it('break off at the first wave that fails, and leave what runs to be stopped', async () => {
    const running = new Map<ServiceName, HostedService>();
    const failing = async (name: ServiceName): Promise<HostedService> => {
      if (name === 'identity') throw new Error('no database');
      return start(name);
    };
    await expect(startWaves(SERVICE_NAMES, running, failing)).rejects.toThrow('no database');
    expect(running.has('gateway')).toBe(false);
    expect(running.has('identity')).toBe(false);
    expect(running.has('artifacts')).toBe(true);
  });
});
