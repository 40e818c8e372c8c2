import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';
import { SharedLimits, TenantRules } from './resource-rules.v1';

/** How much of one limit is used. */
export class ResourceUse {
  /** Such as `tasks`, `tasks:agent=developer` or `workflows:process=sdlc`. */
  @Text({ max: 300 }) resource!: string;
  @OneOf(['installation', 'tenant']) scope!: 'installation' | 'tenant';
  @Count() used!: number;
  @Count({ nullable: true }) capacity!: number | null;
}

/** The limits that hold for the tenant and what is used of them. */
export class ResourceRulesView {
  @Nested(() => SharedLimits) installation!: SharedLimits;
  @Nested(() => TenantRules) tenant!: TenantRules;
  /** True when the tenant has rules of its own instead of the defaults. */
  @Flag() own_rules!: boolean;
  @ListOf(() => ResourceUse) use!: ResourceUse[];
  /** Tasks of the tenant that wait for room. */
  @Count() waiting_tasks!: number;
}
/** Limits and use of the caller's tenant. */
export const getResourceRules = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'resource-rules',
  verb: 'get',
  version: 1,
  request: EmptyRequest,
  reply: ResourceRulesView,
  role: 'viewer',
});

/** Rules of the tenant; absent rules put the defaults back in force. */
export class SetTenantRulesRequest {
  /** The tenant they are for; the caller's own when absent. */
  @Identifier({ optional: true }) tenant_id?: string;
  @Nested(() => TenantRules, { optional: true }) rules?: TenantRules;
}
/** Who set the rules last. */
export class SetTenantRulesReply {
  @Nested(() => ResourceRulesView) view!: ResourceRulesView;
  @Identifier() changed_by!: string;
}
/** Replaces the rules of a tenant; for owners of the installation's own tenant. */
export const setTenantRules = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'resource-rules',
  verb: 'set',
  version: 1,
  request: SetTenantRulesRequest,
  reply: SetTenantRulesReply,
  role: 'owner',
});
