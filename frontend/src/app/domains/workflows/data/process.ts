/** A process that can be started. */
export interface ProcessSummary {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly estimated_duration_minutes: number;
}

/** What this room needs of `GET /api/status`. */
export interface PlatformStatus {
  readonly processes: readonly ProcessSummary[];
  readonly simulated: boolean;
}
