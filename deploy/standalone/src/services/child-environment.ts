import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

import type { OwnerEnvironment } from '../environment';

/** What any program needs from the system around it. */
const fromSystem = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_ENV', 'NODE_EXTRA_CA_CERTS'];

/** What only the service that calls the world needs. */
const forCallers = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY'];
const callers: readonly ServiceName[] = ['llm-router', 'notifier'];

/** The whole environment of a service's own process: its slice, and of the owner's only what concerns the system. */
export function childEnvironment(
  service: ServiceName,
  slice: Environment,
  owner: OwnerEnvironment,
  compiledFolder: string,
): Record<string, string> {
  const passed = Object.keys(owner).filter(
    (name) =>
      fromSystem.includes(name) ||
      name.startsWith('OTEL_') ||
      (callers.includes(service) && forCallers.includes(name.toUpperCase())),
  );
  const all = {
    ...Object.fromEntries(passed.map((name) => [name, owner[name]])),
    ...slice,
    OTEL_SERVICE_NAME: `botarmy-${service}`,
    NODE_COMPILE_CACHE: compiledFolder,
  };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
