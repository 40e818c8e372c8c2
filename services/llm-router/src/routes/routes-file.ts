import type { ModelFacts } from '../models/model';
import type { RouteChoice } from './route';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_:./-]{0,127}$/;

/** A model of the routes file; prices in millionths of a US dollar per million tokens. */
interface ModelEntry {
  readonly model: string;
  readonly price: { readonly input: number; readonly output: number };
  readonly max_output_tokens: number;
  readonly reasoning_tokens?: number;
  readonly accepts_temperature?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The checked content of MODEL_ROUTES_FILE. */
export class RoutesFile {
  private constructor(
    readonly routes: Readonly<Record<string, readonly RouteChoice[]>>,
    readonly models: readonly ModelEntry[],
  ) {}

  /** @throws {Error} naming the place and what is expected there. */
  static parse(content: unknown, file: string): RoutesFile {
    const fail = (place: string, expected: string): never => {
      throw new Error(`MODEL_ROUTES_FILE ${file}: ${place} must be ${expected}.`);
    };
    const { routes = {}, models = [] } = isObject(content) ? content : fail('the content', 'an object');
    if (!isObject(routes)) return fail('routes', 'an object of lists');
    for (const [name, choices] of Object.entries(routes)) {
      if (!Array.isArray(choices) || choices.length === 0) fail(`routes.${name}`, 'a list with at least one choice');
      else if (!choices.every(isChoice)) fail(`routes.${name}`, 'a list of { "provider", "model" }');
    }
    if (!Array.isArray(models)) return fail('models', 'a list');
    for (const [index, entry] of models.entries()) {
      if (!isModelEntry(entry)) {
        fail(`models[${index}]`, '{ "model", "price": { "input", "output" }, "max_output_tokens" } in whole numbers');
      }
    }
    return new RoutesFile(routes as Record<string, RouteChoice[]>, models as ModelEntry[]);
  }
}

/** The facts of a file's entry; what it leaves out is as for a model without reasoning. */
export function modelFactsOf(entry: ModelEntry): ModelFacts {
  return {
    model: entry.model,
    price: entry.price,
    maxOutputTokens: entry.max_output_tokens,
    reasoningTokens: entry.reasoning_tokens ?? 0,
    acceptsTemperature: entry.accepts_temperature ?? true,
    options: entry.options ?? {},
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value);
}

function isCount(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

function isChoice(value: unknown): boolean {
  return isObject(value) && isName(value['provider']) && isName(value['model']);
}

function isModelEntry(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['price'])) return false;
  const { reasoning_tokens = 0, accepts_temperature = true, options = {} } = value;
  return (
    isName(value['model']) &&
    isCount(value['price']['input'], 0) &&
    isCount(value['price']['output'], 0) &&
    isCount(value['max_output_tokens'], 1) &&
    isCount(reasoning_tokens, 0) &&
    typeof accepts_temperature === 'boolean' &&
    isObject(options)
  );
}
