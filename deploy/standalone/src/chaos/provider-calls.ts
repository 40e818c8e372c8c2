interface CallList {
  readonly total: number;
  readonly calls: readonly { readonly idempotency_key: string | null }[];
}

const MOST_CALLS = 10_000;

/** The idempotency keys of all requests the simulated provider received. Throws when it has forgotten some of them. */
export async function readProviderCalls(simulatorUrl: string): Promise<(string | null)[]> {
  const response = await fetch(`${simulatorUrl}/simulator/calls?limit=${MOST_CALLS}`);
  if (!response.ok) throw new Error(`the simulator does not list its calls: ${response.status}`);
  const { total, calls } = (await response.json()) as CallList;
  if (total !== calls.length) throw new Error(`the simulator received ${total} calls and remembers ${calls.length}`);
  return calls.map(({ idempotency_key: key }) => key);
}
