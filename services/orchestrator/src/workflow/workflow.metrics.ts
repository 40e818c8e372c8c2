import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';
import type { WorkflowCommand, WorkflowEvent } from '@botarmy/process-engine';

/** What workflows were asked and what became of it. */
@Injectable()
export class WorkflowMetrics {
  private readonly commands: Counter<'command' | 'outcome'>;
  private readonly events: Counter<'type'>;

  constructor(metrics: MetricsRegistry) {
    this.commands = metrics.counter({
      name: 'botarmy_workflow_commands_total',
      help: 'Commands to workflows by outcome of the decision',
      labelNames: ['command', 'outcome'],
    });
    this.events = metrics.counter({
      name: 'botarmy_workflow_events_total',
      help: 'Events appended to workflows by type',
      labelNames: ['type'],
    });
  }

  /** A command was decided. */
  decided(
    command: WorkflowCommand['type'],
    outcome: 'accepted' | 'rejected' | 'ignored' | 'duplicate' | 'unknown',
  ): void {
    this.commands.inc({ command, outcome });
  }

  /** Events were committed. */
  appended(events: readonly WorkflowEvent[]): void {
    for (const { type } of events) this.events.inc({ type });
  }
}
