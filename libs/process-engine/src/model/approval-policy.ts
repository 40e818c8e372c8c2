/** People a policy names: everybody whom one of the lists names. */
export interface PolicyApprovers {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly roles?: readonly ('viewer' | 'operator' | 'approver' | 'admin' | 'owner')[];
}

/** A policy as a process states it; what is absent has a default. Its fields are described in the process schema. */
export interface ApprovalPolicy {
  readonly approvers?: PolicyApprovers;
  readonly quorum?: number;
  readonly steps?: readonly { readonly approvers: PolicyApprovers; readonly quorum?: number }[];
  readonly order?: 'parallel' | 'sequential';
  readonly four_eyes?: boolean;
  readonly objections?: number;
  readonly delegation?: boolean;
  readonly remind_after_minutes?: readonly number[];
  readonly escalate?: readonly { readonly after_minutes: number; readonly approvers: PolicyApprovers }[];
  readonly deadline?: {
    readonly after_minutes: number;
    readonly then: 'approve' | 'reject' | 'escalate' | 'pause';
    readonly approvers?: PolicyApprovers;
  };
  readonly business_hours?: {
    readonly time_zone: string;
    readonly from: string;
    readonly to: string;
    readonly days?: readonly number[];
    readonly holidays?: readonly string[];
  };
  readonly auto_approve?: {
    readonly share_at_most: number;
    readonly cost_under_micros?: number;
    readonly unchanged?: boolean;
    readonly score?: { readonly gate: string; readonly at_least: number };
  };
}
