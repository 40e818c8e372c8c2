import type { World } from '../world';
import type { FoldedWorkflow, HistoryChecks } from './history-checks';

/** Who may work on an attempt, and until when: by the database's clock, whatever the processes' clocks say. */
export class LeaseChecks {
  private readonly untilMs = new Map<string, number>();
  private readonly lapsed = new Set<string>();
  private readonly heard = new Set<string>();
  /** Attempts handed to another runner because the first was not heard of. */
  expired = 0;

  constructor(
    private readonly world: World,
    private readonly history: HistoryChecks,
  ) {}

  /** True for the message id of an attempt that was once decided on. */
  wasIssued(messageId: string): boolean {
    return this.untilMs.has(messageId);
  }

  /** Attempts a workflow waits for after a commit. */
  issued({ waitsFor }: FoldedWorkflow): void {
    const leaseMs = this.world.settings.orchestrator.TASK_LEASE_SECONDS * 1_000;
    for (const [id, { type }] of waitsFor) {
      if (type === 'send-agent-task' && !this.untilMs.has(id))
        this.untilMs.set(id, this.world.tables.nowMs() + leaseMs);
    }
  }

  /** A heartbeat put the end of a lease off. */
  extended(workflowId: string, attempt: string, seconds: number): void {
    const id = `${workflowId}.${attempt}`;
    if (this.history.folded.get(workflowId)?.waitsFor.has(id) !== true)
      this.world.simulation.violate('only the current lease is extended', id);
    this.heard.add(id);
    const untilMs = this.untilMs.get(id) ?? 0;
    // The reconciler may have seen the lease lapse right before the heartbeat: then it is gone all the same.
    if (untilMs <= this.world.tables.nowMs()) this.lapsed.add(id);
    this.untilMs.set(id, this.world.tables.nowMs() + seconds * 1_000);
  }

  /** An attempt was handed to another runner. */
  raised(workflowId: string, data: { task_id: string; attempt: number; lease: number; reason: string }): void {
    if (data.reason !== 'lease-expired') return;
    this.expired += 1;
    const id = `${workflowId}.${data.task_id}.${data.attempt}.${data.lease - 1}`;
    if (!this.heard.has(id)) this.world.simulation.violate('only who was heard of falls silent', id);
    const restMs = (this.untilMs.get(id) ?? 0) - this.world.tables.nowMs();
    if (restMs > 0 && !this.lapsed.has(id))
      this.world.simulation.violate('a lease lasts', `${id} had ${restMs} ms left`);
  }
}
