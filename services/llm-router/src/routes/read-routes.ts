import { readFileSync } from 'node:fs';

import { KNOWN_MODELS } from '../models/known-models';
import { DEFAULT_ROUTES } from './default-routes';
import { modelFactsOf } from './model-entry';
import type { RouteChoice, RouteTable } from './route';
import { RoutesFile } from './routes-file';

/**
 * The built-in routes and models with those of the file, which win by name.
 *
 * @param file Path of a JSON file `{ routes: { <name>: [{ provider, model }] }, assignments: [{ use, … }], models: [{ model, price, … }] }`.
 * @throws {Error} naming file and remedy when it is unreadable, malformed, or names an unknown provider or model.
 */
export function readRoutes(file: string | undefined, providerIds: readonly string[]): RouteTable {
  const own = RoutesFile.parse(file === undefined ? {} : readJson(file), file ?? '');
  const models = new Map(KNOWN_MODELS.map((facts) => [facts.model, facts]));
  for (const entry of own.models) models.set(entry.model, modelFactsOf(entry));
  const routes = { ...DEFAULT_ROUTES, ...own.routes };
  for (const [name, { choices, canary, shadow }] of Object.entries(routes)) {
    const named = [...choices, ...(canary === undefined ? [] : [canary]), ...(shadow === undefined ? [] : [shadow])];
    for (const choice of named) assertServed(name, choice, providerIds, models);
  }
  for (const { use } of own.assignments) {
    if (!Object.hasOwn(routes, use)) throw new Error(`An assignment names the route "${use}": add it under "routes".`);
  }
  return { routes, assignments: own.assignments, models };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`MODEL_ROUTES_FILE ${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
}

function assertServed(
  route: string,
  { provider, model }: RouteChoice,
  providerIds: readonly string[],
  models: RouteTable['models'],
): void {
  if (!providerIds.includes(provider)) {
    throw new Error(`Route "${route}" names the provider "${provider}": use one of ${providerIds.join(', ')}.`);
  }
  if (!models.has(model)) {
    throw new Error(`Route "${route}" names the model "${model}", which is unknown: add it under "models".`);
  }
}
