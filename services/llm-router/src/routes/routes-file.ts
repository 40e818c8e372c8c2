import { isObject } from './file-checks';
import { isModelEntry, MODEL_ENTRY_FORM } from './model-entry';
import type { ModelEntry } from './model-entry';
import type { Route, RouteAssignment } from './route';
import { readAssignment, readRoute } from './route-entry';
import type { Fail } from './route-entry';

/** The checked content of MODEL_ROUTES_FILE. */
export class RoutesFile {
  private constructor(
    readonly routes: Readonly<Record<string, Route>>,
    readonly assignments: readonly RouteAssignment[],
    readonly models: readonly ModelEntry[],
  ) {}

  /** @throws {Error} naming the place and what is expected there. */
  static parse(content: unknown, file: string): RoutesFile {
    const fail: Fail = (place, expected) => {
      throw new Error(`MODEL_ROUTES_FILE ${file}: ${place} must be ${expected}.`);
    };
    if (!isObject(content)) return fail('the content', 'an object');
    const { routes = {}, assignments = [], models = [] } = content;
    if (!isObject(routes)) return fail('routes', 'an object of lists');
    const read = Object.entries(routes).map(([name, route]) => [name, readRoute(route, `routes.${name}`, fail)]);
    if (!Array.isArray(assignments)) return fail('assignments', 'a list');
    const assigned = assignments.map((entry, index) => readAssignment(entry, `assignments[${index}]`, fail));
    if (!Array.isArray(models)) return fail('models', 'a list');
    for (const [index, entry] of models.entries()) {
      if (!isModelEntry(entry)) fail(`models[${index}]`, MODEL_ENTRY_FORM);
    }
    return new RoutesFile(Object.fromEntries(read) as Record<string, Route>, assigned, models as ModelEntry[]);
  }
}
