import type { ModelPrice, TokenUsage } from '../models/model';

const MILLION = 1_000_000;

/** What tokens cost in millionths of a US dollar, rounded up to the next whole one. A class without a price of its own costs what input costs. */
export function costOfUsage(price: ModelPrice, usage: TokenUsage): number {
  const rates = ratesOf(price, usage.inputTokens);
  const freshTokens = Math.max(0, usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens);
  const sum =
    freshTokens * rates.input +
    usage.cacheReadTokens * (rates.cacheRead ?? rates.input) +
    usage.cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
    usage.outputTokens * rates.output;
  return Math.ceil(sum / MILLION);
}

/** The most that so many tokens can cost, whatever class the input turns out to be. */
export function mostCostOf(price: ModelPrice, inputTokens: number, outputTokens: number): number {
  const rates = ratesOf(price, inputTokens);
  const dearest = Math.max(rates.input, rates.cacheWrite ?? 0, rates.cacheRead ?? 0);
  return Math.ceil((inputTokens * dearest + outputTokens * rates.output) / MILLION);
}

/** The price of the whole call depends on how long its input is. */
function ratesOf(price: ModelPrice, inputTokens: number): Omit<ModelPrice, 'longInput'> {
  const { longInput } = price;
  return longInput !== undefined && inputTokens > longInput.aboveTokens ? longInput : price;
}
