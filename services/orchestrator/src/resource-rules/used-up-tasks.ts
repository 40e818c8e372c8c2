import { Injectable } from '@nestjs/common';

import { Clock, Database } from '@botarmy/chassis';

import { useOf } from '../admission/admission-item';
import { ResourceRulesBook } from '../admission/resource-rules-book';
import { usedUp } from '../admission/used-up';
import { WorkflowStates } from '../workflow/workflow-states';

interface KeptBack extends Record<string, unknown> {
  readonly tenant_id: string;
  readonly workflow_id: string;
  readonly work_key: string;
}

/** Tasks that wait because their workflow has used something up. */
@Injectable()
export class UsedUpTasks {
  constructor(
    private readonly database: Database,
    private readonly states: WorkflowStates,
    private readonly book: ResourceRulesBook,
    private readonly clock: Clock,
  ) {}

  /** Lets those go whose limits were raised; of all tenants when none is given. */
  async lookAgain(tenantId?: string): Promise<void> {
    const kept = await this.database.call<KeptBack>('used_up_tasks', tenantId ?? null);
    for (const { tenant_id, workflow_id, work_key } of kept) {
      const workflow = await this.states.load(tenant_id, workflow_id);
      if (workflow === undefined) continue;
      const { tenant } = await this.book.of(tenant_id);
      const still = usedUp(useOf(workflow.state), tenant.workflow, this.clock.now().toISOString());
      if (still === null) await this.database.call('stop_keeping_back', workflow_id, work_key);
    }
  }
}
