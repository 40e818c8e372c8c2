import type { ServiceName } from '@botarmy/contracts';

import type { HostedService } from './hosted-service';
import { START_WAVES } from './service-catalogue';

/** The services that run, in the order they were started. */
export type RunningServices = ReadonlyMap<ServiceName, HostedService>;

/**
 * Starts services wave by wave, those of one wave together. When one fails the others of its wave are waited for, and
 * everything that runs stays in `running` for the caller to stop.
 */
export async function startWaves(
  wanted: readonly ServiceName[],
  running: Map<ServiceName, HostedService>,
  start: (name: ServiceName) => Promise<HostedService>,
): Promise<void> {
  for (const wave of START_WAVES) {
    const results = await Promise.allSettled(
      wave
        .filter((name) => wanted.includes(name))
        .map(async (name) => {
          running.set(name, await start(name));
        }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** Stops services, the gateway first; one that fails does not keep the others. Returns what went wrong. */
export async function stopWaves(running: RunningServices): Promise<Error[]> {
  const errors: Error[] = [];
  for (const wave of [...START_WAVES].reverse()) {
    const results = await Promise.allSettled(wave.map(async (name) => running.get(name)?.stop()));
    for (const result of results) if (result.status === 'rejected') errors.push(result.reason as Error);
  }
  return errors;
}
