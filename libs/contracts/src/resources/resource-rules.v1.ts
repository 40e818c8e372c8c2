import { Count, Decimal, Identifier, ListOf, Nested } from '../fields';

/** How many tasks of one agent may be in hand at once. */
export class AgentLimit {
  @Identifier() agent_id!: string;
  @Count({ min: 1, max: 1_000_000 }) concurrent_tasks!: number;
}

/** How many workflows of one process may be at work at once. */
export class ProcessLimit {
  @Identifier() process!: string;
  @Count({ min: 1, max: 1_000_000 }) concurrent_workflows!: number;
}

/** What may be at work at once; what is absent is not limited. */
export class SharedLimits {
  /** Workflows with work in hand; those that wait for people do not count. */
  @Count({ min: 1, max: 1_000_000, optional: true }) concurrent_workflows?: number;
  /** Tasks handed to agents and not yet reported. */
  @Count({ min: 1, max: 1_000_000, optional: true }) concurrent_tasks?: number;
  @ListOf(() => AgentLimit, { optional: true, maxItems: 200 }) agents?: AgentLimit[];
  @ListOf(() => ProcessLimit, { optional: true, maxItems: 200 }) processes?: ProcessLimit[];
}

/** What one workflow may use; its next task waits once something is used up. */
export class WorkflowLimits {
  @Count({ min: 1, optional: true }) wall_time_minutes?: number;
  @Count({ min: 1, optional: true }) model_calls?: number;
  /** Sum of the newest versions of its artifacts. */
  @Count({ min: 1, optional: true }) artifact_bytes?: number;
}

/** How long finished workflows are kept, counted from their end; 0 days: for ever. */
export class RetentionRules {
  /** Days until the events of a workflow are put into one row; it is read and replayed as before. */
  @Count({ max: 36_500, optional: true }) archive_after_days?: number;
  /** Days until a workflow is erased with its documents, questions and model answers; its entry in the list stays. */
  @Count({ max: 36_500, optional: true }) erase_after_days?: number;
}

/** The limits of one tenant and its share when several tenants wait. */
export class TenantRules extends SharedLimits {
  /** A tenant of weight 2 gets two tasks for each one of a tenant of weight 1; 1 when absent. */
  @Decimal({ min: 0.01, max: 1_000, optional: true }) weight?: number;
  @Nested(() => WorkflowLimits, { optional: true }) workflow?: WorkflowLimits;
  /** The installation's when absent. */
  @Nested(() => RetentionRules, { optional: true }) retention?: RetentionRules;
}

/** The file `limits.yaml` beside the processes. */
export class ResourceRules {
  /** Shared by all tenants. */
  @Nested(() => SharedLimits, { optional: true }) installation?: SharedLimits;
  /** Of every tenant that has no rules of its own. */
  @Nested(() => TenantRules, { optional: true }) tenant_defaults?: TenantRules;
}
