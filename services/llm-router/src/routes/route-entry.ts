import { DEFAULT_WEIGHTS } from './complexity';
import type { ComplexityWeights } from './complexity';
import { areNames, isCount, isName, isObject, isWithin } from './file-checks';
import { STRATEGIES } from './route';
import type { Route, RouteAssignment, RouteChoice, SharedChoice, Strategy } from './route';

/** Says what is wrong with a place of the file. */
export type Fail = (place: string, expected: string) => never;

/** Names of the weights in the file and in the router. */
const WEIGHTS: Readonly<Record<string, keyof ComplexityWeights>> = {
  input: 'input',
  capabilities: 'capabilities',
  output: 'output',
  task_kind: 'taskKind',
  failures: 'failures',
  medium_from: 'mediumFrom',
  large_from: 'largeFrom',
};
const TIERS: readonly unknown[] = ['small', 'medium', 'large'];
const MOST_MS = 3_600_000;

/** A route of the file: a list of choices in order of preference, or an object that says more. */
export function readRoute(value: unknown, place: string, fail: Fail): Route {
  if (Array.isArray(value)) return { strategy: 'priority', choices: readChoices(value, place, fail) };
  if (!isObject(value)) return fail(place, 'a list of choices, or { "strategy", "choices" }');
  const { strategy = 'priority', choices, canary, shadow, timeouts, regions, data_labels, weights } = value;
  if (!(STRATEGIES as readonly unknown[]).includes(strategy)) {
    fail(`${place}.strategy`, `one of ${STRATEGIES.join(', ')}`);
  }
  if (!areNames(regions)) fail(`${place}.regions`, 'a list of names');
  if (!areNames(data_labels)) fail(`${place}.data_labels`, 'a list of names');
  return {
    strategy: strategy as Strategy,
    choices: readChoices(choices, `${place}.choices`, fail),
    ...(canary === undefined ? {} : { canary: readShare(canary, `${place}.canary`, fail) }),
    ...(shadow === undefined ? {} : { shadow: readShare(shadow, `${place}.shadow`, fail) }),
    ...(timeouts === undefined ? {} : { timeouts: readTimeouts(timeouts, `${place}.timeouts`, fail) }),
    ...(regions === undefined ? {} : { regions: regions as string[] }),
    ...(data_labels === undefined ? {} : { dataLabels: data_labels as string[] }),
    ...(weights === undefined ? {} : { weights: readWeights(weights, `${place}.weights`, fail) }),
  };
}

/** An assignment of the file. */
export function readAssignment(value: unknown, place: string, fail: Fail): RouteAssignment {
  const fields = ['asked', 'tenant', 'process', 'agent', 'use'];
  const isOne =
    isObject(value) &&
    isName(value['use']) &&
    Object.entries(value).every(([name, text]) => fields.includes(name) && isName(text));
  if (!isOne) return fail(place, '{ "use" } with any of "asked", "tenant", "process", "agent"');
  return value as unknown as RouteAssignment;
}

function readChoices(value: unknown, place: string, fail: Fail): RouteChoice[] {
  if (!Array.isArray(value) || value.length === 0) return fail(place, 'a list with at least one choice');
  if (!value.every(isChoice)) fail(place, 'a list of { "provider", "model" } with "weight" or "tier" where needed');
  return value as RouteChoice[];
}

function isChoice(value: unknown): boolean {
  if (!isObject(value) || !isName(value['provider']) || !isName(value['model'])) return false;
  const { weight = 1, tier = 'medium' } = value;
  return isWithin(weight, 0, 1_000_000) && TIERS.includes(tier);
}

function readShare(value: unknown, place: string, fail: Fail): SharedChoice {
  const isOne =
    isObject(value) && isName(value['provider']) && isName(value['model']) && isWithin(value['share'], 0, 1);
  if (!isOne) return fail(place, '{ "provider", "model", "share" } with a share from 0 to 1');
  return value as unknown as SharedChoice;
}

function readTimeouts(value: unknown, place: string, fail: Fail): NonNullable<Route['timeouts']> {
  if (!isObject(value)) return fail(place, 'an object');
  const { first_byte_ms: firstByteMs = MOST_MS, idle_ms: idleMs = MOST_MS, ...rest } = value;
  const isValid = Object.keys(rest).length === 0 && isCount(firstByteMs, 10) && isCount(idleMs, 10);
  if (!isValid) return fail(place, '{ "first_byte_ms", "idle_ms" } in whole milliseconds from 10 on');
  return {
    ...('first_byte_ms' in value ? { firstByteMs: firstByteMs as number } : {}),
    ...('idle_ms' in value ? { idleMs: idleMs as number } : {}),
  };
}

function readWeights(value: unknown, place: string, fail: Fail): Partial<ComplexityWeights> {
  const isValid =
    isObject(value) && Object.entries(value).every(([name, weight]) => name in WEIGHTS && isWithin(weight, 0, 10));
  if (!isValid) return fail(place, `numbers from 0 to 10 among ${Object.keys(WEIGHTS).join(', ')}`);
  const named = Object.entries(value).map(([name, weight]) => [WEIGHTS[name], weight] as const);
  const weights = Object.fromEntries(named) as Partial<ComplexityWeights>;
  const { mediumFrom, largeFrom } = { ...DEFAULT_WEIGHTS, ...weights };
  return mediumFrom > largeFrom ? fail(place, 'such that medium_from is not above large_from') : weights;
}
