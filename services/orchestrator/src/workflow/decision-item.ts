import type { Delivery, OutgoingMessage } from '@botarmy/messaging';
import type { WorkflowEvent, WorkflowState } from '@botarmy/process-engine';

import type { AdmissionItem } from '../admission/admission-item';
import type { DueWork } from './due-work';
import type { LoadedWorkflow } from './loaded-workflow';
import type { ProgressNews } from './progress-news';

/** Answer kept under an idempotency key. */
export interface CommandRecord {
  readonly key: string;
  readonly request_hash: string;
  readonly reply: object;
}

/** What goes into the outbox: a message, or a note that names a decision, whose messages are worked out from its events. */
export type OutboxEntry = OutgoingMessage | Pick<OutgoingMessage, 'event_id' | 'headers'>;

/** One decision as `append_one` takes it. */
export interface DecisionItem {
  readonly tenant_id: string;
  readonly workflow_id: string;
  readonly expected_version: number;
  readonly new_version: number;
  readonly consumer: string | null;
  readonly event_id: string | null;
  readonly record?: CommandRecord;
  readonly projection?: Record<string, unknown>;
  readonly events: readonly Record<string, unknown>[];
  readonly outbox: readonly OutboxEntry[];
  readonly due_work: readonly DueWork[];
  /** Absent when the decision sends no task. */
  readonly admission?: AdmissionItem;
}

/** Marks a message as handled, or keeps the answer to a command, without changing the workflow. */
export function unchangedItem(
  tenantId: string,
  workflowId: string,
  { delivery, record }: { readonly delivery?: Delivery | undefined; readonly record?: CommandRecord | undefined },
): DecisionItem & { readonly outbox: readonly OutgoingMessage[] } {
  return {
    tenant_id: tenantId,
    workflow_id: workflowId,
    expected_version: 0,
    new_version: 0,
    consumer: delivery?.consumer ?? null,
    event_id: delivery?.eventId ?? null,
    ...(record === undefined ? {} : { record }),
    events: [],
    outbox: [],
    due_work: [],
  };
}

/** A decision with everything that is committed together with it. */
export function decisionItem(details: {
  readonly next: LoadedWorkflow;
  readonly events: readonly WorkflowEvent[];
  readonly progress: ProgressNews;
  readonly outbox: readonly OutgoingMessage[];
  readonly dueWork: readonly DueWork[];
  readonly admission: AdmissionItem | undefined;
  readonly delivery: Delivery | undefined;
  readonly record: CommandRecord | undefined;
}): DecisionItem & { readonly outbox: readonly OutgoingMessage[] } {
  const { next, events, progress, outbox, dueWork, admission, delivery, record } = details;
  const { state } = next;
  const expected = state.version - events.length;
  return {
    tenant_id: state.tenant_id,
    workflow_id: state.workflow_id,
    expected_version: expected,
    new_version: state.version,
    consumer: delivery?.consumer ?? null,
    event_id: delivery?.eventId ?? null,
    ...(record === undefined ? {} : { record }),
    projection: projection(next, progress),
    events: events.map(({ type, version, occurred_at, data }, index) => ({
      seq: expected + index + 1,
      type,
      schema_version: version,
      occurred_at,
      data,
      progress: index === events.length - 1 ? progress : null,
    })),
    outbox,
    due_work: dueWork,
    ...(admission === undefined ? {} : { admission }),
  };
}

function projection(
  { state, process, title, snapshotVersion }: LoadedWorkflow,
  progress: ProgressNews,
): Record<string, unknown> {
  return {
    process_name: process.name,
    process_version: process.version,
    process_hash: process.content_hash,
    status: progress.status,
    title,
    current_stage: progress.current_stage,
    current_agent: progress.current_agent,
    progress_percent: progress.progress_percent,
    pending_requests: pendingRequests(state),
    is_simulated: state.usage.simulated,
    // Absent: the stored one stays.
    ...(snapshotVersion === state.version ? { snapshot: state } : {}),
    started_at: state.started_at,
    finished_at: state.ended_at,
  };
}

function pendingRequests(state: WorkflowState): number {
  return state.pending_approvals.length;
}
