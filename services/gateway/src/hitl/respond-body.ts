import { JsonObject, OneOf, Text, TextList } from '@botarmy/contracts';

/** The answers of specification §7.3.1, in both forms people send. */
const RESPONSES = ['approve', 'approved', 'modify', 'modified', 'reject', 'rejected'];

/** Body of `POST /api/hitl/requests/{request_id}/respond`. */
export class RespondBody {
  @OneOf(RESPONSES) response!: string;
  @Text({ max: 4_000, optional: true }) feedback?: string;
  @TextList({ maxItems: 50, max: 2_000, optional: true }) modifications?: string[];
  /** Answers to a request for input, by id of the question, as its `response_schema` says. */
  @JsonObject({ optional: true }) input?: Record<string, unknown>;
  /** The option chosen for a decision, by its value or its label. */
  @Text({ min: 1, max: 200, optional: true }) option?: string;
}
