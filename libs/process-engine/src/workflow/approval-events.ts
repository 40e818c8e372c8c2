import type { ApprovalBound } from '../model/approval-bound';
import type { ApprovalId, RequestId } from '../model/ids';
import type { ApprovalResponse } from '../model/values';

/** A fact about a question that is no longer open although nobody's answer counted; released like every other event. */
interface ApprovalFact<TType extends string, TData> {
  readonly type: TType;
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** What was answered about had changed meanwhile: the answer is void and people are asked again. */
export type ApprovalVoided = ApprovalFact<
  'approval-voided',
  {
    readonly request_id: RequestId;
    readonly approval_id: ApprovalId;
    readonly response: ApprovalResponse;
    readonly answered_by: string;
    /** What the answer was valid for. */
    readonly bound: ApprovalBound;
    /** What differs, in words. */
    readonly changes: readonly string[];
  }
>;

/** Nobody decides about work that is held: what was asked is asked anew when it goes on. */
export type RequestsWithdrawn = ApprovalFact<
  'requests-withdrawn',
  { readonly request_ids: readonly RequestId[]; readonly reason: string }
>;

/** Facts about questions besides asking and answering. */
export type ApprovalEvent = ApprovalVoided | RequestsWithdrawn;
