import { createLogger } from '@botarmy/chassis';

import { describeFailure } from '../terminal/run-program';
import type { HostedService, ServiceOrder } from './hosted-service';
import { LogFile } from './log-file';
import { loadService } from './service-catalogue';
import { ServiceStartError } from './service-start-error';

/** Starts a service inside this process, with its own slice of the environment and its own log. */
export async function startInProcess({ name, environment, logFile }: ServiceOrder): Promise<HostedService> {
  const log = new LogFile(logFile);
  const logger = createLogger({ level: environment.LOG_LEVEL ?? 'info', destination: log });
  try {
    const service = await loadService(name).bootstrap({ environment, logger });
    return {
      name,
      url: service.url,
      pid: process.pid,
      stop: () => service.close().finally(() => log.close()),
    };
  } catch (error) {
    log.close();
    throw new ServiceStartError(name, describeFailure(error), logFile, error);
  }
}
