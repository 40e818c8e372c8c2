import type { ProviderAnswer, ProviderExchange } from '../asking/provider-exchange';
import type { AnswerGuard } from '../guardrails/answer-guard';
import { blockedAnswer } from '../guardrails/guard-text';
import { ProviderFailure } from '../providers/provider-failure';
import { OutputMeter } from './output-meter';

/** Where the pieces of an answer go. */
export interface AnswerSink {
  readonly delta: (text: string) => void;
  readonly reset: () => void;
}

/**
 * Stands between a running answer and its caller: keeps the text so far, lets pass what the guardrails let pass, and cuts the answer
 * when it has used what is held for it.
 */
export class AnswerWatch {
  private readonly stopping = new AbortController();
  private readonly meter: OutputMeter;
  private pieces: string[] = [];

  constructor(
    private readonly sink: AnswerSink,
    outputTokens: number,
    private readonly guard?: AnswerGuard,
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
    const { guard } = this;
    const failure = this.guarded(() => this.pass(guard === undefined ? text : guard.add(text)));
    if (failure !== undefined) this.stop(failure);
    this.meter.add(text);
  }

  reset(): void {
    this.pieces = [];
    this.meter.reset();
    this.guard?.reset();
    this.sink.reset();
  }

  /** What came of the answer once it has ended: as it is recorded, or why it may not be given. */
  async ended(result: ProviderAnswer | ProviderFailure): Promise<ProviderAnswer | ProviderFailure> {
    const { guard } = this;
    if (guard === undefined) return result;
    let whole = result;
    const isBlocked = result instanceof ProviderFailure && result.code === 'answer-blocked';
    const failure = this.guarded(() => {
      if (!isBlocked) this.pass(guard.end());
      if (!(result instanceof ProviderFailure)) whole = guard.whole(result, this.text);
    });
    await guard.keep();
    return result instanceof ProviderFailure ? result : (failure ?? whole);
  }

  /** A cut answer is booked with what the meter counted, which is what was held, but for the last piece. */
  corrected(exchanges: readonly ProviderExchange[]): readonly ProviderExchange[] {
    const last = exchanges.at(-1);
    if (last?.error_code !== 'budget-exhausted' || last.usage_estimated !== true) return exchanges;
    return [...exchanges.slice(0, -1), { ...last, output_tokens: this.meter.tokens }];
  }

  private pass(text: string): void {
    if (text === '') return;
    this.pieces.push(text);
    this.sink.delta(text);
  }

  private guarded(run: () => void): ProviderFailure | undefined {
    try {
      run();
      return undefined;
    } catch (error) {
      const failure = blockedAnswer(error);
      if (failure === undefined) throw error;
      return failure;
    }
  }
}
