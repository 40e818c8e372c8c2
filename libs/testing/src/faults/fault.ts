/** What a {@link FaultProxy} does to traffic. */
export type Fault =
  /** Passes everything. */
  | { kind: 'ok' }
  /** Delays each chunk, in both directions, order kept; `jitterMs` adds a random part. */
  | { kind: 'latency'; ms: number; jitterMs?: number }
  /** Passes at most so many bytes a second in each direction of each connection. */
  | { kind: 'rate'; bytesPerSecond: number }
  /** Accepts connections and swallows everything, in both directions. */
  | { kind: 'blackhole' }
  /** Nobody listens: new connections are refused, open ones are closed. */
  | { kind: 'refuse' }
  /** Resets (RST) open connections at once and new ones as they come. */
  | { kind: 'reset' }
  /** Ends each connection once so many more bytes of answers have passed. */
  | { kind: 'cut'; afterBytes: number };
