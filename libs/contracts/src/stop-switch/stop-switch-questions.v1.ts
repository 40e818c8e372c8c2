import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';
import { STOP_SCOPES } from './stop-switch-changed.v1';
import type { StopScope } from './stop-switch-changed.v1';

/** A stop in force. */
export class StopSwitchView {
  @Identifier() stop_id!: string;
  @OneOf(STOP_SCOPES) scope!: StopScope;
  /** The tenant that stands still; `*` for all. */
  @Text({ min: 1, max: 128 }) target_tenant!: string;
  /** Process or agent id; empty for a tenant and for everything. */
  @Text({ max: 128 }) subject!: string;
  @Text({ max: 500 }) reason!: string;
  @Identifier() stopped_by!: string;
  @Timestamp() stopped_at!: string;
  /** Tasks that wait for this stop to be lifted, of the caller's tenant; of all for the installation's administrators. */
  @Count() held_tasks!: number;
}
/** Oldest first. */
export class ListStopSwitchesReply {
  @ListOf(() => StopSwitchView, { maxItems: 10_000 }) stops!: StopSwitchView[];
}
/** The stops that concern the caller's tenant. */
export const listStopSwitches = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'stop-switch',
  verb: 'list',
  version: 1,
  request: EmptyRequest,
  reply: ListStopSwitchesReply,
  role: 'viewer',
});

/** A stop as services that refuse work need it. */
export class StopInForce {
  @Identifier() stop_id!: string;
  @OneOf(STOP_SCOPES) scope!: StopScope;
  @Text({ min: 1, max: 128 }) target_tenant!: string;
  @Text({ max: 128 }) subject!: string;
}
/** Every stop of every tenant. */
export class ReadStopsInForceReply {
  @ListOf(() => StopInForce, { maxItems: 10_000 }) stops!: StopInForce[];
}
/** What the router asks at its start, after a reconnect and when it hears that a stop switch changed. */
export const readStopsInForce = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['llm-router', 'agent-runner'],
  entity: 'stop-switch',
  verb: 'read-in-force',
  version: 1,
  request: EmptyRequest,
  reply: ReadStopsInForceReply,
  role: 'admin',
});

/** What to stop and why. */
export class StopRequest {
  @OneOf(STOP_SCOPES) scope!: StopScope;
  /** Process or agent id for those scopes; for `tenant` another tenant's id, the caller's own when absent. */
  @Identifier({ optional: true }) subject?: string;
  /** A process or agent in all tenants; the caller's own when absent. */
  @Flag({ optional: true }) all_tenants?: boolean;
  @Text({ min: 1, max: 500 }) reason!: string;
}
/** The stop in force; a repeat answers with the first. */
export class StopReply {
  @Identifier() stop_id!: string;
  @Timestamp() stopped_at!: string;
  /** Attempts that were in hand and were taken back. */
  @Count() taken_back!: number;
}
/** Stops an agent, a process, a tenant or everything. */
export const stopWork = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'stop-switch',
  verb: 'stop',
  version: 1,
  request: StopRequest,
  reply: StopReply,
  role: 'operator',
});

/** Names a stop. */
export class LiftStopRequest {
  @Identifier() stop_id!: string;
}
/** A repeat answers with the first time. */
export class LiftStopReply {
  @Timestamp() lifted_at!: string;
  /** Tasks that waited for it and may go on. */
  @Count() released_tasks!: number;
}
/** Lifts a stop. */
export const liftStop = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'stop-switch',
  verb: 'lift',
  version: 1,
  request: LiftStopRequest,
  reply: LiftStopReply,
  role: 'operator',
});
