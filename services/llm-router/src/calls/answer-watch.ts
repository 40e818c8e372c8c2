import type { ProviderExchange } from '../asking/provider-exchange';
import { ProviderFailure } from '../providers/provider-failure';
import { OutputMeter } from './output-meter';

/** Where the pieces of an answer go. */
export interface AnswerSink {
  readonly delta: (text: string) => void;
  readonly reset: () => void;
}

/** Stands between a running answer and its caller: keeps the text so far and cuts the answer when it has used what is held for it. */
export class AnswerWatch {
  private readonly stopping = new AbortController();
  private readonly meter: OutputMeter;
  private pieces: string[] = [];

  constructor(
    private readonly sink: AnswerSink,
    outputTokens: number,
  ) {
    this.meter = new OutputMeter(outputTokens, () => this.stop(new ProviderFailure('budget-exhausted')));
  }

  /** Aborted when the answer is to end, with the reason. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** What has been passed on of the last try. */
  get text(): string {
    return this.pieces.join('');
  }

  stop(reason: ProviderFailure): void {
    this.stopping.abort(reason);
  }

  add(text: string): void {
    // What arrives while the connection closes is neither passed on nor counted.
    if (this.stopping.signal.aborted) return;
    this.pieces.push(text);
    this.sink.delta(text);
    this.meter.add(text);
  }

  reset(): void {
    this.pieces = [];
    this.meter.reset();
    this.sink.reset();
  }

  /** A cut answer is booked with what the meter counted, which is what was held, but for the last piece. */
  corrected(exchanges: readonly ProviderExchange[]): readonly ProviderExchange[] {
    const last = exchanges.at(-1);
    if (last?.error_code !== 'budget-exhausted' || last.usage_estimated !== true) return exchanges;
    return [...exchanges.slice(0, -1), { ...last, output_tokens: this.meter.tokens }];
  }
}
