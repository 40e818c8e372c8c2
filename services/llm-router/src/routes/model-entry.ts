import { CAPABILITIES } from '../models/capability';
import type { Capability } from '../models/capability';
import type { ModelFacts } from '../models/model';
import { areNames, isCount, isName, isObject } from './file-checks';

/** A model of the routes file; prices in millionths of a US dollar per million tokens. */
export interface ModelEntry {
  readonly model: string;
  /** Unknown where absent: a call is refused wherever a budget applies, and its cost is unknown elsewhere. */
  readonly price?: { readonly input: number; readonly output: number };
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
  /** Where this was taken from and when, YYYY-MM-DD. */
  readonly facts?: { readonly source: string; readonly as_of: string };
}

/** What an entry has to look like. */
export const MODEL_ENTRY_FORM =
  '{ "model", "max_output_tokens" } and, where known, "price": { "input", "output" } in whole numbers, ' +
  `with "capabilities" among ${CAPABILITIES.join(', ')}`;

/** The facts of a file's entry; what it leaves out is as for a model without reasoning. */
export function modelFactsOf(entry: ModelEntry): ModelFacts {
  return {
    model: entry.model,
    maxOutputTokens: entry.max_output_tokens,
    reasoningTokens: entry.reasoning_tokens ?? 0,
    acceptsTemperature: entry.accepts_temperature ?? true,
    options: entry.options ?? {},
    capabilities: new Set(entry.capabilities),
    ...(entry.price === undefined ? {} : { price: entry.price }),
    ...(entry.context_tokens === undefined ? {} : { contextTokens: entry.context_tokens }),
    ...(entry.interface === undefined ? {} : { interface: entry.interface }),
    ...(entry.regions === undefined ? {} : { regions: entry.regions }),
    ...(entry.cleared_for === undefined ? {} : { clearedFor: entry.cleared_for }),
    ...(entry.facts === undefined ? {} : { facts: { source: entry.facts.source, asOf: entry.facts.as_of } }),
  };
}

/** Whether a value of the file is such an entry. */
export function isModelEntry(value: unknown): value is ModelEntry {
  if (!isObject(value) || !isPrice(value['price'])) return false;
  const { reasoning_tokens = 0, accepts_temperature = true, options = {}, context_tokens = 1 } = value;
  return (
    isName(value['model']) &&
    isCount(value['max_output_tokens'], 1) &&
    isCount(reasoning_tokens, 0) &&
    typeof accepts_temperature === 'boolean' &&
    isObject(options) &&
    isCount(context_tokens, 1) &&
    (value['interface'] === undefined || isName(value['interface'])) &&
    areNames(value['regions']) &&
    areNames(value['cleared_for']) &&
    isFacts(value['facts']) &&
    areCapabilities(value['capabilities'] ?? [])
  );
}

function isPrice(value: unknown): boolean {
  return value === undefined || (isObject(value) && isCount(value['input'], 0) && isCount(value['output'], 0));
}

function isFacts(value: unknown): boolean {
  if (value === undefined) return true;
  return isObject(value) && isName(value['source']) && /^\d{4}-\d\d-\d\d$/.test(String(value['as_of']));
}

function areCapabilities(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => (CAPABILITIES as readonly unknown[]).includes(name));
}
