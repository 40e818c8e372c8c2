import { Count, ForkEdit, ListOf, Text } from '@botarmy/contracts';

/** Body of `POST …/tasks/{task_id}/retry` and `POST …/stages/{stage_id}/restart`. */
export class RepeatBody {
  /** What the next attempts should heed. */
  @Text({ max: 4_000, optional: true }) feedback?: string;
}

/** Body of `POST …/tasks/{task_id}/skip`. */
export class SkipTaskBody {
  @Text({ min: 1, max: 500 }) reason!: string;
}

/** Body of `POST …/fork`. */
export class ForkWorkflowBody {
  /** Number of the last event to take over; see the workflow's log. */
  @Count({ min: 1 }) from_seq!: number;
  /** Documents as the new workflow begins with them. */
  @ListOf(() => ForkEdit, { maxItems: 20, optional: true }) edits?: ForkEdit[];
}
