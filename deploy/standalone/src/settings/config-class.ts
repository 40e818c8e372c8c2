import { join } from 'node:path';

import { configKeys, ServiceConfig } from '@botarmy/chassis';
import type { ConfigClass } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

import { CODE_FOLDER, findCheckout } from '../checkout';

/** The configuration class of a service: `config.ts` stands beside `bootstrap.ts`. Only its keys are of interest here. */
export function configClassOf(service: ServiceName): ConfigClass {
  const file = join(findCheckout(), 'services', service, CODE_FOLDER, 'config');
  const exported = Object.values(require(file) as Record<string, unknown>);
  const classes = exported.filter(
    (value): value is ConfigClass =>
      typeof value === 'function' && (value === ServiceConfig || value.prototype instanceof ServiceConfig),
  );
  const [configClass, ...others] = classes;
  if (configClass === undefined || others.length > 0) {
    throw new Error(`${file} must export one class that extends ServiceConfig; it exports ${classes.length}.`);
  }
  return configClass;
}

const keysByService = new Map<ServiceName, ReadonlySet<string>>();

/** The variables a service reads. */
export function keysOf(service: ServiceName): ReadonlySet<string> {
  const known = keysByService.get(service) ?? new Set(configKeys(configClassOf(service)));
  keysByService.set(service, known);
  return known;
}
