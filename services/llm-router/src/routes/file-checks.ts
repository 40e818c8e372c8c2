const NAME = /^[A-Za-z0-9][A-Za-z0-9_:./-]{0,127}$/;

/** An object, no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name as routes, providers and models have them. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

/** A list of names, or nothing. */
export function areNames(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isName));
}

/** A whole number from a least one on. */
export function isCount(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

/** A number within bounds. */
export function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
