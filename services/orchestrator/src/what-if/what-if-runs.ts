import { Injectable } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { serviceCaller } from '@botarmy/contracts';

import { ProcessVersions } from '../catalogue/process-versions';
import { LARGEST_RUN, RunRecords } from '../record/run-records';
import { reportOn } from './what-if-outcome';
import type { KeptOutcome } from './what-if-outcome';
import { WhatIfWorld } from './what-if-world';

interface ClaimedRun extends Record<string, unknown> {
  readonly run_id: string;
  readonly tenant_id: string;
  readonly workflow_id: string;
  readonly process_hash: string;
  readonly claim: number;
}

/** Runs a replica makes at a time; the others wait. */
const AT_A_TIME = 2;
const LOOK_MS = 5_000;
const SIGN_OF_LIFE_MS = 5_000;
/** Silence after which a run is taken over. */
const SILENCE_SECONDS = 30;
/** How often an answer may be repaired, as runners do unless they are configured otherwise. */
const REPAIR_LIMIT = 2;

/** Makes the what-if runs that were asked for. Any number of replicas may; what one leaves undone another makes again. */
@Injectable()
export class WhatIfRuns {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private loop: Loop | undefined;

  constructor(
    private readonly database: Database,
    private readonly records: RunRecords,
    private readonly versions: ProcessVersions,
    private readonly world: WhatIfWorld,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  /** Starts looking for runs. */
  start(): void {
    if (this.loop !== undefined) return;
    const { clock, logger } = this;
    this.loop = startLoop({ name: 'what-if', intervalMs: LOOK_MS, run: () => this.look(), clock, logger });
    this.shutdown.register('what-if', shutdownOrder.intake, async () => {
      this.stopping.abort(new Error('the service stops'));
      await this.loop?.stop();
      await Promise.all(this.running.values());
    });
  }

  /** There is something to do. */
  nudge(): void {
    this.loop?.nudge();
  }

  private async look(): Promise<boolean> {
    const room = AT_A_TIME - this.running.size;
    if (room === 0) return false;
    const claimed = await this.database.call<ClaimedRun>('claim_what_ifs', room, SILENCE_SECONDS);
    for (const run of claimed) {
      const made = this.make(run).finally(() => {
        this.running.delete(run.run_id);
        this.nudge();
      });
      this.running.set(run.run_id, made);
    }
    return false;
  }

  /** Never throws: what is not finished here is taken over. */
  private async make(run: ClaimedRun): Promise<void> {
    const { tenant_id, run_id, claim } = run;
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    const stopBeating = this.beat(run, lost);
    try {
      const outcome = await this.outcomeOf(run, signal);
      const status = outcome.failure === null ? 'completed' : 'failed';
      await this.database.call('finish_what_if', tenant_id, run_id, claim, status, JSON.stringify(outcome));
      this.logger.info({ run_id, status }, 'what-if run ended');
    } catch (error) {
      this.logger.warn({ run_id, err: error }, 'what-if run was interrupted');
    } finally {
      stopBeating();
    }
  }

  private async outcomeOf(run: ClaimedRun, signal: AbortSignal): Promise<KeptOutcome> {
    const { tenant_id, run_id, workflow_id, process_hash } = run;
    const caller = serviceCaller('orchestrator', tenant_id, run_id);
    const [record, process] = await Promise.all([
      this.records.read(workflow_id, caller, LARGEST_RUN),
      this.versions.byHash(process_hash),
    ]);
    const options = { workflowId: run_id, process, repairLimit: REPAIR_LIMIT };
    const outcome = await this.world.drive(record, options, caller, signal);
    return { failure: outcome.failure?.slice(0, 1_000) ?? null, report: reportOn(record, outcome) };
  }

  /** Shows that the run is worked on; gives it up when somebody else has it. */
  private beat({ tenant_id, run_id, claim }: ClaimedRun, lost: AbortController): () => void {
    const { clock, logger } = this;
    const loop = startLoop({
      name: 'what-if-alive',
      intervalMs: SIGN_OF_LIFE_MS,
      run: async () => {
        const [row] = await this.database.call<{ is_held: boolean }>('what_if_alive', tenant_id, run_id, claim);
        if (row?.is_held === false) lost.abort(new Error('the run was taken over'));
        return false;
      },
      clock,
      logger,
    });
    return () => void loop.stop();
  }
}
