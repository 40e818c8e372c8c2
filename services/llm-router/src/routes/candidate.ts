import type { ModelFacts } from '../models/model';
import type { Provider } from '../providers/provider';
import type { RouteChoice, RouteTimeouts } from './route';

/** A choice of a route that can be asked. */
export interface Candidate {
  readonly provider: Provider;
  readonly facts: ModelFacts;
  /** Limits of the route it was chosen for. */
  readonly timeouts?: RouteTimeouts;
}

/** The choice it comes from, and the candidate. */
export interface ServedChoice {
  readonly choice: RouteChoice;
  readonly candidate: Candidate;
}
