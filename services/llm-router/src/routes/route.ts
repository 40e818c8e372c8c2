import type { ModelFacts } from '../models/model';

/** One choice of a route. */
export interface RouteChoice {
  readonly provider: string;
  readonly model: string;
}

/** Routes and models of an installation. */
export interface RouteTable {
  /** Route name to its choices, the preferred one first. */
  readonly routes: Readonly<Record<string, readonly RouteChoice[]>>;
  readonly models: ReadonlyMap<string, ModelFacts>;
}
