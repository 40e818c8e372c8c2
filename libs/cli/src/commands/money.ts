/** Millionths of a dollar as dollars; what nobody knows is `unknown`, never 0. */
export function dollars(micros: number | null | undefined): string {
  if (micros === null || micros === undefined) return 'unknown';
  return `${micros < 0 ? '-' : ''}$${(Math.abs(micros) / 1_000_000).toFixed(6)}`;
}

/** A sum of which a part may be unknown. */
export function dollarsOf(total: { cost_micros: number | null; unknown_costs: number }): string {
  const { cost_micros, unknown_costs } = total;
  if (cost_micros === null || unknown_costs === 0) return dollars(cost_micros);
  return `${dollars(cost_micros)} and ${unknown_costs} unknown`;
}
