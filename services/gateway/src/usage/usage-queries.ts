import {
  Count,
  Identifier,
  MODEL_CALL_RESOLUTIONS,
  MODEL_CALL_STATES,
  OneOf,
  Text,
  Timestamp,
} from '@botarmy/contracts';

/** Totals of a span of time; the last 31 days where it does not say. */
export class UsageQuery {
  @Timestamp({ optional: true }) from?: string;
  @Timestamp({ optional: true }) to?: string;
  /** Dimensions, separated by commas: at most five. */
  @Text({ max: 170, pattern: /^[a-z_]+(,[a-z_]+){0,4}$/, optional: true }) group_by?: string;
  @Count({ min: 1, max: 1_000, optional: true }) limit?: number;
}

/** A span of the ledger as a file. */
export class ExportQuery {
  @Timestamp({ optional: true }) from?: string;
  @Timestamp({ optional: true }) to?: string;
  /** `jsonl` where absent. */
  @OneOf(['csv', 'jsonl'], { optional: true }) format?: 'csv' | 'jsonl';
}

/** Which calls on record. */
export class ModelCallsQuery {
  @OneOf(MODEL_CALL_STATES, { optional: true }) state?: (typeof MODEL_CALL_STATES)[number];
  /** Only those of which a request ended without anybody knowing how. */
  @OneOf(['true'], { optional: true }) doubtful?: 'true';
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) call_id?: string;
  @Text({ max: 200, optional: true }) cursor?: string;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}

/** A decision about a call of unknown outcome. */
export class ResolveModelCallBody {
  @OneOf(MODEL_CALL_RESOLUTIONS) resolution!: (typeof MODEL_CALL_RESOLUTIONS)[number];
  @Text({ min: 1, max: 500 }) reason!: string;
}
