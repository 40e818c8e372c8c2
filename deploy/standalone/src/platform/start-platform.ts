import { setImmediate as nextTurn } from 'node:timers/promises';

import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import type { OwnerEnvironment } from '../environment';
import type { HostedService } from '../services/hosted-service';
import { boundLogs } from '../services/log-file';
import { loadService } from '../services/service-catalogue';
import { ServiceStarter } from '../services/service-starter';
import { startWaves, stopWaves } from '../services/start-waves';
import { warmCompiledCode } from '../services/warm-compiled-code';
import { choosePort } from '../settings/choose-port';
import { chooseProvider } from '../settings/provider-choice';
import { serviceEnvironment } from '../settings/service-environment';
import { simulatedProvider } from '../settings/simulated-provider';
import { translateVariables, withOrigins } from '../settings/translate-variables';
import { describeProcess } from '../state/recorded-processes';
import { phase } from '../terminal/phase';
import { takeFirstAdministrator } from './first-administrator';
import { openState } from './open-state';
import type { Platform } from './platform';
import { DEMO_USER } from './platform-options';
import type { PlatformOptions } from './platform-options';
import { prepareServers } from './prepare-servers';

/**
 * Starts the whole platform on a state folder: servers, set-up, services. Throws what kept it from starting, after stopping
 * what had started: `AlreadyRunningError`, `PortTakenError`, `SettingsError`, `ServiceStartError` and the servers' own.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const cleanup = new AsyncDisposableStack();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function assemble(options: PlatformOptions, cleanup: AsyncDisposableStack): Promise<Platform> {
  const { split: isSplit = false, print = () => undefined, throwAway = false } = options;
  const owner = ownerVariables(options);
  const withDemoUser = options.withDemoUser === true || owner.ENVIRONMENT !== 'production';
  const provider = chooseProvider(owner);
  const wanted = SERVICE_NAMES.filter((name) => name !== 'model-simulator' || needsSimulator(owner));
  const port = await choosePort(owner);
  const state = await openState(options, print, cleanup);
  const { folder, secrets, recorder } = state;
  cleanup.defer(boundLogs(folder.logs));

  const { servers, facts, setUp } = await phase(print, 'PostgreSQL, NATS, schemas, streams', async () => {
    const serviceValues = options.serviceEnvironment ?? {};
    const preparing = prepareServers(state, owner, { print, throwAway, cleanup, withDemoUser, serviceValues });
    // Loading code takes about as long as the servers take to start.
    await Promise.allSettled([preparing, isSplit ? warmCompiledCode(folder.compiled) : loadServices(wanted)]);
    return preparing;
  });

  const running = new Map<ServiceName, HostedService>();
  const starter = new ServiceStarter({
    isSplit,
    owner,
    folder,
    print,
    sliceOf: (name) => ({
      ...serviceEnvironment(name, owner, facts),
      ...simulatedProvider(name, running.get('model-simulator')?.url),
    }),
    onStarted: (name, pid, servicePort) => recorder.put('services', describeProcess(name, pid, servicePort)),
  });
  cleanup.defer(async () => void (await stopWaves(running)));
  const start = (name: ServiceName) => (name === 'gateway' ? starter.startGateway(port) : starter.start(name));
  await phase(print, `${wanted.length} services`, () => startWaves(wanted, running, start));

  const url = running.get('gateway')?.url ?? '';
  recorder.update({ url });
  return {
    url,
    port: { ...port, port: Number(new URL(url).port), isMoved: port.isMoved || !url.endsWith(`:${port.port}`) },
    provider,
    folder,
    ...servers,
    services: running,
    firstAdministrator: takeFirstAdministrator(folder.firstPasswordFile),
    demoUser: withDemoUser
      ? { email: DEMO_USER, password: owner.DEMO_USER_PASSWORD ?? secrets.demo_user_password }
      : undefined,
    setUp,
    record: (name, pid, recordedPort) => recorder.put('services', describeProcess(name, pid, recordedPort)),
    stop: () => cleanup.disposeAsync(),
  };
}

function ownerVariables({ environment, extraOrigins = [] }: PlatformOptions): OwnerEnvironment {
  const owner = translateVariables(environment);
  return { ...owner, CORS_ORIGINS: withOrigins(owner.CORS_ORIGINS, extraOrigins) };
}

/** The simulator answers when no provider has a key, or beside real ones when the owner asks for that. */
function needsSimulator(owner: OwnerEnvironment): boolean {
  return chooseProvider(owner).isSimulated || owner.SIMULATOR_FALLBACK === 'true';
}

/** One at a time, so that the servers that start meanwhile are looked after. */
async function loadServices(names: readonly ServiceName[]): Promise<void> {
  for (const name of names) {
    await nextTurn();
    loadService(name);
  }
}
