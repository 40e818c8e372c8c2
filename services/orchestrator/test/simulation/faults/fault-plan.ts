import type { Random } from '../kernel/random';
import type { Passage, SimulatedProcess } from '../kernel/simulated-process';
import type { Simulation } from '../kernel/simulation';
import { NO_FAULTS } from './fault-rates';
import type { FaultRates } from './fault-rates';

/** Whom a process asks. */
export type Counterpart = 'database' | 'broker' | 'service';

const PATIENCE_MS = { database: 3_000, broker: 5_000, service: 5_000 };

/** What goes wrong when; after `calm` nothing does any more. */
export class FaultPlan {
  private readonly random: Random;
  private databaseBackAtMs = 0;

  constructor(
    private readonly simulation: Simulation,
    public rates: FaultRates,
  ) {
    this.random = simulation.random;
  }

  /** True until nothing goes wrong any more. */
  get isActive(): boolean {
    return this.rates !== NO_FAULTS;
  }

  /** From now on everything works. */
  calm(): void {
    this.rates = NO_FAULTS;
    this.databaseBackAtMs = 0;
    this.simulation.tell(() => 'from here on nothing goes wrong');
  }

  /** Draws whether a fault strikes on this occasion. */
  strikes(fault: keyof FaultRates): boolean {
    return this.random.chance(this.rates[fault]);
  }

  /** The database does not answer for a while. */
  takeDatabaseAway(): void {
    const forMs = this.random.logarithmic(500, 20_000);
    this.databaseBackAtMs = this.simulation.nowMs + forMs;
    this.simulation.tell(() => `database away for ${(forMs / 1_000).toFixed(1)} s`);
  }

  /** How the next exchange between a process and somebody else fares. */
  passage(process: SimulatedProcess, counterpart: Counterpart): Passage {
    const { random, rates } = this;
    const patienceMs = PATIENCE_MS[counterpart];
    const passage = { requestMs: random.fraction() * 3, replyMs: random.fraction() * 3, patienceMs };
    if (counterpart === 'database' && this.simulation.nowMs < this.databaseBackAtMs)
      return { ...passage, fate: 'lost', patienceMs: 100 };
    if (random.chance(rates.crashAtCall)) {
      const fate = random.chance(0.5) ? 'dies-before' : 'dies-after';
      this.simulation.tell(() => `${process.name} ${fate.replace('-', ' ')} asking the ${counterpart}`);
      return { ...passage, fate };
    }
    const lost = { database: rates.databaseLost, broker: rates.publishLost, service: rates.askLost / 2 }[counterpart];
    if (random.chance(lost)) return { ...passage, fate: 'lost' };
    const unanswered = { database: rates.commitUnknown, broker: rates.publishUnknown, service: rates.askLost / 2 };
    if (random.chance(unanswered[counterpart])) return { ...passage, fate: 'unanswered' };
    return { ...passage, fate: 'fine' };
  }
}
