import { Problem } from '@botarmy/chassis';

import type { ModelFacts } from '../models/model';
import type { Provider } from '../providers/provider';
import type { RouteTable } from './route';

/** A choice of a route that can be asked. */
export interface Candidate {
  readonly provider: Provider;
  readonly facts: ModelFacts;
}

/** The routes of this installation with the providers that are configured. */
export class RouteBook {
  constructor(
    private readonly table: RouteTable,
    private readonly providers: ReadonlyMap<string, Provider>,
  ) {}

  /**
   * The candidates of a route in order; choices without a configured provider are left out.
   *
   * @throws {Problem} 400 `unknown-route`, or `route-not-served` when none of its providers is configured.
   */
  candidatesOf(route: string): [Candidate, ...Candidate[]] {
    const choices = Object.hasOwn(this.table.routes, route) ? this.table.routes[route] : undefined;
    if (choices === undefined) {
      const known = Object.keys(this.table.routes).join(', ');
      throw refusal('unknown-route', 'Unknown route', `There is no route "${route}": use one of ${known}.`);
    }
    const [first, ...rest] = choices.flatMap(({ provider: id, model }) => {
      const provider = this.providers.get(id);
      const facts = this.table.models.get(model);
      return provider === undefined || facts === undefined ? [] : [{ provider, facts }];
    });
    if (first !== undefined) return [first, ...rest];
    const wanted = choices.map(({ provider }) => provider).join(', ');
    const detail = `No provider of the route "${route}" has a key: configure one of ${wanted}.`;
    throw refusal('route-not-served', 'Route not served', detail);
  }

  /** The model a provider is asked for on a route; undefined when it is not part of it. */
  modelOf(route: string, providerId: string): string | undefined {
    return this.table.routes[route]?.find(({ provider }) => provider === providerId)?.model;
  }

  /** Names of routes none of whose providers is configured. */
  unserved(): string[] {
    return Object.entries(this.table.routes)
      .filter(([, choices]) => choices.every(({ provider }) => !this.providers.has(provider)))
      .map(([name]) => name);
  }
}

function refusal(code: string, title: string, detail: string): Problem {
  return new Problem({ status: 400, code, title, detail });
}
