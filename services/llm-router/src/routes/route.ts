import type { ModelFacts } from '../models/model';
import type { ComplexityWeights, Tier } from './complexity';

/** How the choices of a route are put in order. */
export const STRATEGIES = [
  'priority',
  'weighted',
  'least-busy',
  'lowest-latency',
  'lowest-cost',
  'complexity',
] as const;

/** One of these. */
export type Strategy = (typeof STRATEGIES)[number];

/** One choice of a route. */
export interface RouteChoice {
  readonly provider: string;
  readonly model: string;
  /** Its part of the first requests when they are weighted; 1 where absent. */
  readonly weight?: number;
  /** How hard the requests are it is meant for, where complexity decides. */
  readonly tier?: Tier;
}

/** A choice that gets a share of the requests, 0 to 1. */
export type SharedChoice = Pick<RouteChoice, 'provider' | 'model'> & { readonly share: number };

/** Milliseconds that replace the router's own limits on a route. */
export interface RouteTimeouts {
  readonly firstByteMs?: number;
  readonly idleMs?: number;
}

/** An ordered choice of models for a purpose. */
export interface Route {
  readonly strategy: Strategy;
  /** The preferred one first. */
  readonly choices: readonly RouteChoice[];
  /** Asked first for its share of the requests; the others stand behind it. */
  readonly canary?: SharedChoice;
  /** Asked besides for its share of the requests; its answer is recorded and given to nobody. */
  readonly shadow?: SharedChoice;
  readonly timeouts?: RouteTimeouts;
  /** Regions its requests may be processed in. */
  readonly regions?: readonly string[];
  /** Labels all of its requests carry. */
  readonly dataLabels?: readonly string[];
  readonly weights?: Partial<ComplexityWeights>;
}

/** Who asks. */
export interface RouteScope {
  readonly tenant: string;
  readonly process?: string;
  readonly agent?: string;
}

/** Sends the requests of somebody for one route to another one. */
export interface RouteAssignment extends Partial<RouteScope> {
  /** The route that was asked for; any where absent. */
  readonly asked?: string;
  readonly use: string;
}

/** Routes and models of an installation. */
export interface RouteTable {
  readonly routes: Readonly<Record<string, Route>>;
  readonly assignments: readonly RouteAssignment[];
  readonly models: ReadonlyMap<string, ModelFacts>;
}
