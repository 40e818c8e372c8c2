import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';
import { NOTIFICATION_CHANNELS } from './configuration-keys.v1';

const DAYS = { max: 36_500 };
/** How somebody is told of something. */
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

const REQUESTS = { min: 1, max: 10_000_000 };

/** An agent and whether it takes tasks. */
export class ConfiguredAgent {
  @Identifier() id!: string;
  @Text({ max: 200 }) name!: string;
  @Flag() enabled!: boolean;
}
/** How workflows that start from now on run. */
export class WorkflowSettings {
  @Flag() parallel_execution!: boolean;
}
/** How many requests and uploads are taken. */
export class RateLimitSettings {
  @Count(REQUESTS) requests_per_minute_per_user!: number;
  @Count(REQUESTS) requests_per_minute_per_tenant!: number;
  @Count(REQUESTS) uploads_per_hour_per_user!: number;
  @Count(REQUESTS) uploads_per_hour!: number;
}
/** How long finished workflows are kept where a tenant has no rules of its own; 0 days: for ever. */
export class RetentionSettings {
  @Count(DAYS) archive_after_days!: number;
  @Count(DAYS) erase_after_days!: number;
}
/** What people are told of unless they say otherwise. */
export class NotificationSettings {
  @OneOf(NOTIFICATION_CHANNELS) request_opened!: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS) request_changed!: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS) message_received!: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS) answer_ready!: NotificationChannel;
}

/** The configuration that holds for the caller's tenant. */
export class ConfigurationView {
  @ListOf(() => ConfiguredAgent) agents!: ConfiguredAgent[];
  @Nested(() => WorkflowSettings) workflow!: WorkflowSettings;
  /** In the order in which they are asked first; empty where the routes' own order holds. */
  @TextList({ maxItems: 50, max: 64 }) llm_providers!: string[];
  @Nested(() => RateLimitSettings) rate_limits!: RateLimitSettings;
  @Nested(() => RetentionSettings) retention!: RetentionSettings;
  @Nested(() => NotificationSettings) notifications!: NotificationSettings;
  /** Rises with every change that concerns the tenant; the `ETag`. */
  @Count({ min: 1 }) version!: number;
  @Timestamp({ nullable: true }) updated_at!: string | null;
  /** Keys that were set, of the tenant and of the installation; all others have their defaults. */
  @TextList({ max: 200 }) set_keys!: string[];
}
/** What holds for the caller's tenant. */
export const getConfiguration = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'configuration',
  verb: 'get',
  version: 1,
  request: EmptyRequest,
  reply: ConfigurationView,
  role: 'viewer',
});

/** An agent to enable or disable. */
export class AgentSwitch {
  @Identifier() id!: string;
  @Flag() enabled!: boolean;
}
/** What is absent stays. */
export class WorkflowSettingsChange {
  @Flag({ optional: true }) parallel_execution?: boolean;
}
/** What is absent stays. */
export class RateLimitSettingsChange {
  @Count({ ...REQUESTS, optional: true }) requests_per_minute_per_user?: number;
  @Count({ ...REQUESTS, optional: true }) requests_per_minute_per_tenant?: number;
  @Count({ ...REQUESTS, optional: true }) uploads_per_hour_per_user?: number;
  @Count({ ...REQUESTS, optional: true }) uploads_per_hour?: number;
}
/** What is absent stays. */
export class RetentionSettingsChange {
  @Count({ ...DAYS, optional: true }) archive_after_days?: number;
  @Count({ ...DAYS, optional: true }) erase_after_days?: number;
}
/** What is absent stays. */
export class NotificationSettingsChange {
  @OneOf(NOTIFICATION_CHANNELS, { optional: true }) request_opened?: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS, { optional: true }) request_changed?: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS, { optional: true }) message_received?: NotificationChannel;
  @OneOf(NOTIFICATION_CHANNELS, { optional: true }) answer_ready?: NotificationChannel;
}
/** The keys to change; what is absent stays as it is. */
export class ConfigurationChange {
  @ListOf(() => AgentSwitch, { optional: true, maxItems: 200 }) agents?: AgentSwitch[];
  @Nested(() => WorkflowSettingsChange, { optional: true }) workflow?: WorkflowSettingsChange;
  @TextList({ optional: true, maxItems: 50, max: 64 }) llm_providers?: string[];
  @Nested(() => RateLimitSettingsChange, { optional: true }) rate_limits?: RateLimitSettingsChange;
  @Nested(() => RetentionSettingsChange, { optional: true }) retention?: RetentionSettingsChange;
  @Nested(() => NotificationSettingsChange, { optional: true }) notifications?: NotificationSettingsChange;
  /** Keys that get their defaults again, such as `workflow.parallel_execution`. */
  @TextList({ optional: true, maxItems: 200, max: 200 }) reset?: string[];
}
/** A change, and the version it was made from. */
export class SetConfigurationRequest {
  @Nested(() => ConfigurationChange) change!: ConfigurationChange;
  @Count({ optional: true, min: 1 }) expected_version?: number;
}
/** What came of it; a change that changes nothing makes no version. */
export class SetConfigurationReply {
  @Flag() success!: boolean;
  @Timestamp() updated_at!: string;
  @Count({ min: 1 }) version!: number;
}
/** Changes keys of the tenant; those of the installation for administrators of its own tenant alone. */
export const setConfiguration = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'configuration',
  verb: 'set',
  version: 1,
  request: SetConfigurationRequest,
  reply: SetConfigurationReply,
  role: 'admin',
});

/** A page of the history. */
export class ListConfigurationChangesRequest {
  @Identifier({ optional: true }) cursor?: string;
  @Count({ optional: true, min: 1, max: 100 }) limit?: number;
}
/** One change as it was made. */
export class ConfigurationChangeView {
  @Count({ min: 1 }) version!: number;
  /** `installation` for keys that hold in all tenants. */
  @OneOf(['tenant', 'installation']) scope!: 'tenant' | 'installation';
  @Identifier() changed_by!: string;
  @Timestamp() changed_at!: string;
  @JsonObject() before!: object;
  @JsonObject() after!: object;
}
/** Newest first. */
export class ListConfigurationChangesReply {
  @ListOf(() => ConfigurationChangeView, { maxItems: 100 }) changes!: ConfigurationChangeView[];
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Changes of the tenant's keys and of the installation's. */
export const listConfigurationChanges = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'configuration',
  verb: 'list-changes',
  version: 1,
  request: ListConfigurationChangesRequest,
  reply: ListConfigurationChangesReply,
  role: 'admin',
});

/** The newest revision the asker knows; 0 for none. */
export class ReadConfigurationRequest {
  @Count() after!: number;
}
/** Values of one tenant, or of the installation. */
export class ConfigurationScope {
  /** `*` for the installation. */
  @Text({ min: 1, max: 128 }) target_tenant!: string;
  @Count({ min: 1 }) revision!: number;
  @JsonObject() values!: object;
}
/** What changed after that revision. */
export class ReadConfigurationReply {
  @ListOf(() => ConfigurationScope, { maxItems: 100_000 }) scopes!: ConfigurationScope[];
}
/** What services ask at their start, on news of a change, and every few seconds. */
export const readConfiguration = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'llm-router', 'hitl', 'artifacts'],
  entity: 'configuration',
  verb: 'read',
  version: 1,
  request: ReadConfigurationRequest,
  reply: ReadConfigurationReply,
  role: 'admin',
});
