import { Injectable } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { magnitudeOf, MAGNITUDES, runFacts } from '@botarmy/process-engine';
import type { RunFacts } from '@botarmy/process-engine';

import { WorkflowRepository } from '../queries/workflow.repository';
import { DURATION_STEP_MS, RunHistories } from '../run-history/run-history';
import type { Band } from '../run-history/run-history';

interface UncountedRun extends Record<string, unknown> {
  readonly workflow_id: string;
  readonly tenant_id: string;
  readonly process_name: string;
}

const LOOK_MS = 5_000;
const PAGE = 20;

/** Counts finished runs into the statistics that estimates go by, each once, whichever replica does. */
@Injectable()
export class RunCounter {
  private loop: Loop | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: WorkflowRepository,
    private readonly histories: RunHistories,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  /** Starts counting. */
  start(): void {
    if (this.loop !== undefined) return;
    const { clock, logger } = this;
    this.loop = startLoop({ name: 'run-counter', intervalMs: LOOK_MS, run: () => this.look(), clock, logger });
    this.shutdown.register('run-counter', shutdownOrder.intake, () => this.loop?.stop());
  }

  /** One look; true when there is more at once. */
  async look(): Promise<boolean> {
    const runs = await this.database.read<UncountedRun>('uncounted_runs', PAGE);
    for (const run of runs) await this.count(run);
    return runs.length === PAGE;
  }

  private async count({ workflow_id, tenant_id, process_name }: UncountedRun): Promise<void> {
    const facts = runFacts(await this.repository.history(tenant_id, workflow_id));
    const { simulated } = facts;
    // What would have been told for this run, before it counts itself.
    const { duration, cost } = await this.histories.read(tenant_id, process_name, simulated);
    const isJudged = duration !== undefined && cost !== undefined;
    await this.database.call(
      'count_run',
      tenant_id,
      workflow_id,
      process_name,
      simulated,
      JSON.stringify(subjectsOf(facts)),
      MAGNITUDES,
      isJudged,
      isInside(facts.working_ms, duration, DURATION_STEP_MS),
      isInside(facts.cost_micros, cost, 1),
    );
  }
}

function subjectsOf(facts: RunFacts): { subject: string; duration: number; cost: number }[] {
  const counted = (subject: string, ms: number, micros: number) => ({
    subject,
    duration: magnitudeOf(ms / DURATION_STEP_MS),
    cost: magnitudeOf(micros),
  });
  const waits = new Map(facts.approvals.map(({ approval_id, waited_ms }) => [approval_id, waited_ms]));
  return [
    counted('*', facts.working_ms, facts.cost_micros),
    ...facts.tasks.map(({ task_id, duration_ms, cost_micros }) => counted(task_id, duration_ms, cost_micros)),
    ...[...waits].map(([approval_id, waited_ms]) => counted(`approval:${approval_id}`, waited_ms, 0)),
  ];
}

/** The band's own steps are the precision it is told with. */
function isInside(value: number, band: Band | undefined, step: number): boolean {
  return band !== undefined && value >= band.low - step && value <= band.high + step;
}
