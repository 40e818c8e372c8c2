import type { ProviderName } from '../calls/simulated-call';

export const FAULT_KINDS = [
  'rate-limit',
  'server-error',
  'overloaded',
  'unauthorized',
  'context-length',
  'stall',
  'cut',
  'garbage',
  'wrong-json',
  'slow-drip',
  'wrong-type',
  'huge',
  'truncate',
  'no-usage',
  'endless',
] as const;

/**
 * What goes wrong. `after_tokens` counts from the first output token; 0 is before the first byte of the answer. `endless` goes on
 * word by word until the client leaves.
 */
export interface Fault {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** rate-limit, overloaded: seconds in `Retry-After`. */
  readonly retry_after_seconds?: number;
  /** server-error: 500 to 599. */
  readonly status?: number;
  /** stall, cut, garbage, truncate: how much of the answer comes first. */
  readonly after_tokens?: number;
  /** stall: milliseconds of silence before the answer goes on; without it until the client leaves. */
  readonly duration_ms?: number;
  /** slow-drip: bytes per write and milliseconds between writes. */
  readonly bytes_per_chunk?: number;
  readonly interval_ms?: number;
  /** huge: bytes of the answer's one endless event; 50 MiB without it. */
  readonly bytes?: number;
}

/** How one call is answered; everything is optional. Wire form of the header and the control endpoint. */
export interface Script {
  /** Milliseconds until the first byte. */
  readonly latency_ms?: number;
  /** 0 is as fast as the client reads. */
  readonly tokens_per_second?: number;
  readonly fault?: Fault;
  /** Replaces the generated text. */
  readonly text?: string;
  /** Headings left out of a document, to provoke a repair. */
  readonly omit_sections?: readonly string[];
  /** Replaces the counted usage. Classes are parts of the totals. */
  readonly usage?: {
    readonly input_tokens?: number;
    readonly output_tokens?: number;
    readonly cache_read_tokens?: number;
    readonly cache_write_tokens?: number;
    readonly reasoning_tokens?: number;
  };
  /** Tools the answer asks to be called after its text. */
  readonly tool_calls?: readonly { readonly name: string; readonly arguments: string }[];
  /** What the model thinks before its text. */
  readonly reasoning?: string;
}

/** Applies a script to the calls that match all given fields. */
export interface Rule {
  readonly match: {
    readonly provider?: ProviderName;
    readonly model?: string;
    readonly task?: string;
    readonly agent?: string;
    /** Which of the matching calls, counted from 1. */
    readonly call?: number;
  };
  /** How often the rule may apply; without it always. */
  readonly times?: number;
  readonly script: Script;
}
