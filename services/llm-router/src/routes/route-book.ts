import { Problem } from '@botarmy/chassis';

import type { Provider } from '../providers/provider';
import { assignmentFor } from './assigned-route';
import type { Candidate, ServedChoice } from './candidate';
import type { Route, RouteAssignment, RouteChoice, RouteScope, RouteTable, RouteTimeouts } from './route';

/** A route with what of it can be asked. */
export interface FoundRoute {
  readonly name: string;
  readonly route: Route;
  /** In the order of the route; choices without a configured provider are left out. */
  readonly served: readonly [ServedChoice, ...ServedChoice[]];
  /** What sent the request here instead of the route it asked for. */
  readonly assignment?: RouteAssignment;
}

/** The routes of this installation with the providers that are configured. */
export class RouteBook {
  constructor(
    private readonly table: RouteTable,
    private readonly providers: ReadonlyMap<string, Provider>,
  ) {}

  /**
   * The route for a request: the one it names or, where an assignment says so, another; `provider/model` is a route of just that
   * model, and no assignment changes it.
   *
   * @throws {Problem} 400 `unknown-route`, or `route-not-served` when none of its providers is configured.
   */
  find(asked: string, scope: RouteScope): FoundRoute {
    const exact = this.exactRoute(asked);
    const assignment = exact === undefined ? assignmentFor(this.table.assignments, asked, scope) : undefined;
    const name = assignment?.use ?? asked;
    const route = exact ?? (Object.hasOwn(this.table.routes, name) ? this.table.routes[name] : undefined);
    if (route === undefined) {
      const known = Object.keys(this.table.routes).join(', ');
      const detail = `There is no route "${name}": use one of ${known}, or provider/model.`;
      throw refusal('unknown-route', 'Unknown route', detail);
    }
    const [first, ...rest] = route.choices.flatMap((choice) => this.serve(choice, route.timeouts));
    if (first !== undefined) {
      return { name, route, served: [first, ...rest], ...(assignment === undefined ? {} : { assignment }) };
    }
    const wanted = route.choices.map(({ provider }) => provider).join(', ');
    const detail = `No provider of the route "${name}" has a key: configure one of ${wanted}.`;
    throw refusal('route-not-served', 'Route not served', detail);
  }

  /** A choice that can be asked; nothing when its provider is not configured. */
  serve(choice: RouteChoice, timeouts?: RouteTimeouts): ServedChoice[] {
    const provider = this.providers.get(choice.provider);
    const facts = this.table.models.get(choice.model);
    if (provider === undefined || facts === undefined) return [];
    return [{ choice, candidate: { provider, facts, ...(timeouts === undefined ? {} : { timeouts }) } }];
  }

  /** Every model that can be asked, each under the providers whose routes have it. */
  models(): Candidate[] {
    const choices = Object.values(this.table.routes).flatMap((route) => route.choices);
    const byName = new Map(choices.map((choice) => [`${choice.provider}/${choice.model}`, choice]));
    return [...byName.values()].flatMap((choice) => this.serve(choice).map(({ candidate }) => candidate));
  }

  /** Names of all routes. */
  names(): string[] {
    return Object.keys(this.table.routes);
  }

  /** The model a provider is asked for on a route; undefined when it is not part of it. */
  modelOf(route: string, providerId: string): string | undefined {
    return this.table.routes[route]?.choices.find(({ provider }) => provider === providerId)?.model;
  }

  /** Names of routes none of whose providers is configured. */
  unserved(): string[] {
    return Object.entries(this.table.routes)
      .filter(([, { choices }]) => choices.every(({ provider }) => !this.providers.has(provider)))
      .map(([name]) => name);
  }

  private exactRoute(asked: string): Route | undefined {
    const at = asked.indexOf('/');
    if (at < 1 || Object.hasOwn(this.table.routes, asked)) return undefined;
    const [provider, model] = [asked.slice(0, at), asked.slice(at + 1)];
    const isKnown = this.providers.has(provider) && this.table.models.has(model);
    return isKnown ? { strategy: 'priority', choices: [{ provider, model }] } : undefined;
  }
}

function refusal(code: string, title: string, detail: string): Problem {
  return new Problem({ status: 400, code, title, detail });
}
