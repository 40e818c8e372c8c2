import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';

/** Pace of the simulated provider where nobody sets one: slow enough to watch, a run of the shipped process below 40 s. */
const pleasantPace = { SIMULATOR_LATENCY_MS: '250', SIMULATOR_TOKENS_PER_SECOND: '500' } as const;

/** Adds the pace for people; set both variables to 0 for measurements. */
export function withPleasantPace(environment: OwnerEnvironment): OwnerEnvironment {
  const missing = Object.entries(pleasantPace).filter(([name]) => valueOf(environment, name) === undefined);
  return { ...environment, ...Object.fromEntries(missing) };
}
