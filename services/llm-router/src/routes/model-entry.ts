import { CAPABILITIES } from '../models/capability';
import type { Capability } from '../models/capability';
import type { ModelFacts } from '../models/model';
import { areNames, isCount, isName, isObject } from './file-checks';

/** A model of the routes file; prices in millionths of a US dollar per million tokens. */
export interface ModelEntry {
  readonly model: string;
  readonly price: { readonly input: number; readonly output: number };
  readonly max_output_tokens: number;
  readonly reasoning_tokens?: number;
  readonly accepts_temperature?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
  /** What it can do besides text; nothing where absent. */
  readonly capabilities?: readonly Capability[];
  readonly context_tokens?: number;
  readonly interface?: string;
  readonly regions?: readonly string[];
  readonly cleared_for?: readonly string[];
}

/** What an entry has to look like. */
export const MODEL_ENTRY_FORM =
  '{ "model", "price": { "input", "output" }, "max_output_tokens" } in whole numbers, ' +
  `with "capabilities" among ${CAPABILITIES.join(', ')}`;

/** The facts of a file's entry; what it leaves out is as for a model without reasoning. */
export function modelFactsOf(entry: ModelEntry): ModelFacts {
  return {
    model: entry.model,
    price: entry.price,
    maxOutputTokens: entry.max_output_tokens,
    reasoningTokens: entry.reasoning_tokens ?? 0,
    acceptsTemperature: entry.accepts_temperature ?? true,
    options: entry.options ?? {},
    capabilities: new Set(entry.capabilities),
    ...(entry.context_tokens === undefined ? {} : { contextTokens: entry.context_tokens }),
    ...(entry.interface === undefined ? {} : { interface: entry.interface }),
    ...(entry.regions === undefined ? {} : { regions: entry.regions }),
    ...(entry.cleared_for === undefined ? {} : { clearedFor: entry.cleared_for }),
  };
}

/** Whether a value of the file is such an entry. */
export function isModelEntry(value: unknown): value is ModelEntry {
  if (!isObject(value) || !isObject(value['price'])) return false;
  const { reasoning_tokens = 0, accepts_temperature = true, options = {}, context_tokens = 1 } = value;
  return (
    isName(value['model']) &&
    isCount(value['price']['input'], 0) &&
    isCount(value['price']['output'], 0) &&
    isCount(value['max_output_tokens'], 1) &&
    isCount(reasoning_tokens, 0) &&
    typeof accepts_temperature === 'boolean' &&
    isObject(options) &&
    isCount(context_tokens, 1) &&
    (value['interface'] === undefined || isName(value['interface'])) &&
    areNames(value['regions']) &&
    areNames(value['cleared_for']) &&
    areCapabilities(value['capabilities'] ?? [])
  );
}

function areCapabilities(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => (CAPABILITIES as readonly unknown[]).includes(name));
}
