import { Injectable } from '@nestjs/common';

import { ConfigurationInForce } from '@botarmy/messaging';

import { OrchestratorConfig } from '../config';

/** What the orchestrator does by configuration that changes while it runs; the environment says what holds by default. */
@Injectable()
export class RuntimeSettings {
  constructor(
    private readonly book: ConfigurationInForce,
    private readonly config: OrchestratorConfig,
  ) {}

  /** True when workflows that start now, of processes that leave it open, run several tasks at a time. */
  parallelExecution(tenantId: string): boolean {
    return Boolean(this.book.of(tenantId)['workflow.parallel_execution'] ?? this.config.WORKFLOW_PARALLEL_EXECUTION);
  }

  /** False for an agent that takes no new task. */
  isAgentEnabled(tenantId: string, agentId: string): boolean {
    return this.book.of(tenantId)[`agents.${agentId}.enabled`] !== false;
  }

  /** Days after its end until a workflow is archived where a tenant has no rules of its own; 0 for never. */
  get archiveAfterDays(): number {
    return Number(this.book.installation['retention.archive_after_days'] ?? this.config.WORKFLOW_ARCHIVE_AFTER_DAYS);
  }

  /** Days until it is erased; 0 for never. */
  get eraseAfterDays(): number {
    return Number(this.book.installation['retention.erase_after_days'] ?? this.config.WORKFLOW_ERASE_AFTER_DAYS);
  }

  /** Acts on a change of this replica at once. */
  readAgain(): Promise<void> {
    return this.book.read();
  }
}
