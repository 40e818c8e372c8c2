import type { Environment } from '@botarmy/chassis';
import { databaseSchema } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { keysOf } from './config-class';
import { SERVICES_WITHOUT_BROKER, STORING_SERVICES } from './service-needs';

/** What the launcher knows and no owner has to set. */
export interface PlatformFacts {
  /** The database of the platform, as owner. */
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly passwordOf: (service: ServiceName) => string;
  readonly seedOf: (service: ServiceName) => string;
  /** Values per service that differ from its defaults here; the owner's win. */
  readonly defaults: Partial<Record<ServiceName, Environment>>;
  /** Values per service that the owner cannot change. */
  readonly fixed: Partial<Record<ServiceName, Environment>>;
}

/** Keys every service has, but that mean one service's own value: a shared variable must not reach them. */
const ownPerService = new Set(['PORT', 'HOST', 'METRICS_PORT', 'DATABASE_URL', 'NATS_URL', 'NATS_NKEY_SEED']);

/** `LLM_ROUTER` for `llm-router`: the prefix of variables meant for one service. */
export function variablePrefix(service: ServiceName): string {
  return service.toUpperCase().replaceAll('-', '_');
}

/** The login role of a service. */
export function loginRole(service: ServiceName): string {
  return `botarmy_${databaseSchema(service)}`;
}

/**
 * The variables of one service and nothing of the others: what its configuration class reads, from the owner's
 * variables (see `translateVariables`), the launcher's facts, and `<SERVICE>_DATABASE_URL` or `<SERVICE>_NATS_CREDENTIALS`.
 */
export function serviceEnvironment(service: ServiceName, owner: OwnerEnvironment, facts: PlatformFacts): Environment {
  const keys = keysOf(service);
  const fromOwner = Object.entries(owner).filter(([key, value]) => keys.has(key) && !ownPerService.has(key) && value);
  return {
    ...(STORING_SERVICES.includes(service) ? { DATABASE_URL: databaseUrlOf(service, owner, facts) } : {}),
    ...(SERVICES_WITHOUT_BROKER.includes(service)
      ? {}
      : {
          NATS_URL: facts.natsUrl,
          NATS_NKEY_SEED: valueOf(owner, `${variablePrefix(service)}_NATS_CREDENTIALS`) ?? facts.seedOf(service),
        }),
    ...facts.defaults[service],
    ...Object.fromEntries(fromOwner),
    ...facts.fixed[service],
  };
}

function databaseUrlOf(service: ServiceName, owner: OwnerEnvironment, facts: PlatformFacts): string {
  const given = valueOf(owner, `${variablePrefix(service)}_DATABASE_URL`);
  const url = new URL(given ?? facts.databaseUrl);
  if (given === undefined) {
    url.username = loginRole(service);
    url.password = facts.passwordOf(service);
  }
  if (!url.searchParams.has('schema')) url.searchParams.set('schema', databaseSchema(service));
  return url.href;
}
