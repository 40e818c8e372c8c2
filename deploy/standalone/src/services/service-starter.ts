import { join } from 'node:path';

import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';
import { findFreePort, isPortFree } from '@botarmy/embedded-infrastructure';

import type { OwnerEnvironment } from '../environment';
import type { ChosenPort } from '../settings/choose-port';
import { stopLimitMs } from '../settings/platform-facts';
import type { StateFolder } from '../state/state-folder';
import type { Print } from '../terminal/print';
import { childEnvironment } from './child-environment';
import type { HostedService } from './hosted-service';
import { ServiceProcess } from './service-process';
import { startInProcess } from './start-in-process';

/** What is needed to start any service. */
export interface StarterOptions {
  readonly isSplit: boolean;
  readonly owner: OwnerEnvironment;
  readonly folder: StateFolder;
  readonly print: Print;
  /** A service's slice, without its port. */
  readonly sliceOf: (name: ServiceName) => Environment;
  readonly onStarted: (name: ServiceName, pid: number, port: number) => void;
}

const READY_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 3;

/** Starts services here or as processes, each with its own log. */
export class ServiceStarter {
  constructor(private readonly options: StarterOptions) {}

  /** Starts a service only the others talk to, on any free port. */
  async start(name: ServiceName): Promise<HostedService> {
    return this.startOn(name, this.options.isSplit ? await findFreePort() : 0, '127.0.0.1');
  }

  /** Starts the gateway. A port nobody asked for is moved when somebody else took it since it was chosen. */
  async startGateway(chosen: ChosenPort): Promise<HostedService> {
    let port = chosen.port;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.startOn('gateway', port, this.options.owner.HOST || '127.0.0.1');
      } catch (error) {
        if (chosen.isExplicit || attempt === PORT_ATTEMPTS || (await isPortFree(port))) throw error;
        port = await findFreePort();
      }
    }
  }

  private async startOn(name: ServiceName, port: number, host: string): Promise<HostedService> {
    const { isSplit, owner, folder, print, sliceOf, onStarted } = this.options;
    const environment = { ...sliceOf(name), PORT: String(port), HOST: host };
    const logFile = join(folder.logs, `${name}.log`);
    if (!isSplit) {
      const service = await startInProcess({ name, environment, logFile });
      onStarted(name, service.pid, Number(new URL(service.url).port));
      return service;
    }
    return ServiceProcess.start({
      name,
      environment: childEnvironment(name, environment, owner, folder.compiled),
      logFile,
      print,
      onStarted: (pid) => onStarted(name, pid, port),
      readyTimeoutMs: READY_TIMEOUT_MS,
      stopTimeoutMs: stopLimitMs(name) + 1_000,
    });
  }
}
