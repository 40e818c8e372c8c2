import {
  AgentSummary,
  Count,
  Decimal,
  Flag,
  JsonObject,
  ListOf,
  Nested,
  OneOf,
  ProcessSummary,
  Text,
} from '@botarmy/contracts';

/** `GET /health` (specification §7.1.1). */
export class HealthReply {
  @OneOf(['healthy']) status!: 'healthy';
  @Text({ max: 20 }) environment!: string;
  /** Seconds since the start. */
  @Decimal({ min: 0 }) uptime!: number;
}

/** `GET /api/health` (specification §7.1.1). */
export class DetailedHealthReply {
  @OneOf(['healthy', 'degraded']) status!: 'healthy' | 'degraded';
  /** `online` or `offline` by service. */
  @JsonObject() services!: Record<string, 'online' | 'offline'>;
  /** Status by provider; empty while the router does not answer. */
  @JsonObject() providers!: Record<string, string>;
}

/** What the platform can do right now. */
export class FeaturesAvailable {
  @Flag() full_workflow!: boolean;
  @Flag() websockets!: boolean;
}

/** Uploads do not exist yet: both are true zeros. */
export class UploadMetrics {
  @Count() total_uploads!: number;
  @Count() rate_limit_hits!: number;
}

/** `GET /api/status` (specification §7.1.1); null where nobody answers. */
export class StatusReply {
  @Count({ nullable: true }) active_workflows!: number | null;
  @Nested(() => FeaturesAvailable) features_available!: FeaturesAvailable;
  @Nested(() => UploadMetrics) upload_metrics!: UploadMetrics;
  /** `{ status, response_time_ms, simulated }` by provider. */
  @JsonObject() llm_status!: Record<string, unknown>;
  @ListOf(() => AgentSummary) agents!: AgentSummary[];
  @ListOf(() => ProcessSummary) processes!: ProcessSummary[];
  @Flag({ nullable: true }) simulated!: boolean | null;
}
