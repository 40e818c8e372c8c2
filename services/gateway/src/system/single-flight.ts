import type { Clock } from '@botarmy/chassis';

/** Shares one answer per key among all who ask while it is being found and for a while after. */
export class SingleFlight<TAnswer> {
  private readonly answers = new Map<string, { readonly answer: Promise<TAnswer>; readonly startedAtMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly freshMs: number,
    private readonly mostKeys = 1_000,
  ) {}

  run(key: string, find: () => Promise<TAnswer>): Promise<TAnswer> {
    const nowMs = this.clock.monotonicMs();
    const known = this.answers.get(key);
    if (known !== undefined && nowMs - known.startedAtMs < this.freshMs) return known.answer;
    if (this.answers.size >= this.mostKeys) this.answers.clear();
    const answer = find();
    this.answers.set(key, { answer, startedAtMs: nowMs });
    return answer;
  }
}
