import type { Caller } from '@botarmy/contracts';
import { UnavailableError } from '@botarmy/messaging';
import type { Asker } from '@botarmy/messaging';

import type { FaultPlan } from '../faults/fault-plan';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { ArtifactShelf } from './artifact-shelf';

/** One process' questions to the other services. */
export class ProcessAsker {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly shelf: ArtifactShelf,
    private readonly faults: FaultPlan,
  ) {}

  /** The part of `Asker` that services use. */
  asAsker(): Asker {
    return this as unknown as Asker;
  }

  ask(question: { subject: string; answeredBy: string }, request: object, caller: Caller): Promise<object> {
    return this.process.exchange(
      this.faults.passage(this.process, 'service'),
      () => this.shelf.answer(question.subject, request, caller),
      () => new UnavailableError(`${question.answeredBy} does not answer`, { retryAfterMs: 1_000 }),
    );
  }
}
