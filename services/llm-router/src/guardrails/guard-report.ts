import type { FindingKind } from './finding';
import type { GuardAction } from './policy';

/** Whether something was found in what a model was asked, or in what it answered. */
export type GuardSide = 'input' | 'output';

/** What was found in a call and done about it, as the record keeps it; never a value. */
export type GuardReport = readonly {
  readonly side: GuardSide;
  readonly kind: FindingKind;
  readonly action: GuardAction;
  readonly count: number;
}[];

/** Counts findings. */
export class GuardTally {
  private readonly counts = new Map<
    string,
    { side: GuardSide; kind: FindingKind; action: GuardAction; count: number }
  >();

  add(side: GuardSide, kind: FindingKind, action: GuardAction): void {
    const id = `${side} ${kind}`;
    const entry = this.counts.get(id) ?? { side, kind, action, count: 0 };
    entry.count += 1;
    this.counts.set(id, entry);
  }

  /** Forgets one side: another answer starts from nothing. */
  reset(side: GuardSide): void {
    for (const [id, entry] of this.counts) if (entry.side === side) this.counts.delete(id);
  }

  /** Undefined when nothing was found. */
  get report(): GuardReport | undefined {
    return this.counts.size === 0 ? undefined : [...this.counts.values()].map((entry) => ({ ...entry }));
  }
}
