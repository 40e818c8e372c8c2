import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Database, Problem } from '@botarmy/chassis';
import {
  createId,
  DEFAULT_TENANT_ID,
  EmptyRequest,
  getResourceRules,
  resourceRulesChanged,
  setTenantRules,
  SetTenantRulesRequest,
} from '@botarmy/contracts';
import type { Caller, ResourceRulesView, SetTenantRulesReply, TenantRules } from '@botarmy/contracts';
import { Answers, AskedBy, outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import { ResourceRulesBook } from '../admission/resource-rules-book';
import { capacitiesOf, INSTALLATION, nameOfKey } from '../admission/task-needs';
import { UsedUpTasks } from './used-up-tasks';

interface UseRow extends Record<string, unknown> {
  readonly rules: TenantRules | null;
  readonly waiting: number;
  readonly use: readonly { key: string; tenant_id: string; used: number; capacity: number | null }[];
}

@Controller()
export class ResourceRulesController {
  constructor(
    private readonly database: Database,
    private readonly book: ResourceRulesBook,
    private readonly usedUp: UsedUpTasks,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(getResourceRules)
  async get(@Payload() _request: EmptyRequest, @AskedBy() caller: Caller): Promise<ResourceRulesView> {
    return this.view(caller.tenant_id);
  }

  /** Replaces the rules; what waits and fits now goes at once. */
  @Answers(setTenantRules)
  async set(@Payload() request: SetTenantRulesRequest, @AskedBy() caller: Caller): Promise<SetTenantRulesReply> {
    const tenantId = this.tenantOf(request, caller);
    const { own_rules: hadOwn, tenant: before } = await this.view(tenantId);
    const after = request.rules ?? null;
    const inForce = after ?? this.book.defaults;
    const eventId = createId('msg');
    const message = outgoingMessage(resourceRulesChanged, {
      eventId,
      tenantId,
      key: [eventId],
      payload: {
        changed_by: caller.user_id,
        changed_at: this.clock.now().toISOString(),
        before: hadOwn ? before : null,
        after,
      },
    });
    await this.database.call(
      'set_tenant_rules',
      tenantId,
      after === null ? null : JSON.stringify(after),
      caller.user_id,
      JSON.stringify(capacitiesOf(inForce, tenantId)),
      inForce.weight ?? 1,
      JSON.stringify([message]),
    );
    this.book.forget(tenantId);
    await this.usedUp.lookAgain(tenantId);
    this.relay.nudge();
    return { view: await this.view(tenantId), changed_by: caller.user_id };
  }

  /** Owners of the installation's own tenant decide about every tenant's share; nobody raises their own. */
  private tenantOf({ tenant_id: named }: SetTenantRulesRequest, caller: Caller): string {
    if (caller.tenant_id === DEFAULT_TENANT_ID) return named ?? caller.tenant_id;
    throw new Problem({
      status: 403,
      code: 'not-the-installation',
      title: 'Limits are set by the installation',
      detail: 'Limits of a tenant are set by owners of the installation’s own tenant: ask them.',
    });
  }

  private async view(tenantId: string): Promise<ResourceRulesView> {
    const [row] = await this.database.call<UseRow>('resource_use', tenantId);
    return {
      installation: this.book.installation,
      tenant: row?.rules ?? this.book.defaults,
      own_rules: (row?.rules ?? null) !== null,
      use: (row?.use ?? []).map(({ key, tenant_id, used, capacity }) => ({
        resource: nameOfKey(key),
        scope: tenant_id === INSTALLATION ? 'installation' : 'tenant',
        used,
        capacity,
      })),
      waiting_tasks: row?.waiting ?? 0,
    };
  }
}
