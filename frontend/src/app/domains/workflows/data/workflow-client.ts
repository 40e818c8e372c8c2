import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';
import type {
  ListWorkflowsReply,
  ReadWorkflowEventsReply,
  StartWorkflowReply,
  StartWorkflowRequest,
  WorkflowStatus,
  WorkflowStatusView,
} from './workflow';

/** A page of the list of workflows. */
export interface WorkflowFilter {
  readonly status?: WorkflowStatus;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Workflows over the public API. Every method throws `Problem`. */
@Injectable({ providedIn: 'root' })
export class WorkflowClient {
  readonly #http = inject(ApiHttp);

  /** Newest first. */
  list(filter: WorkflowFilter = {}): Promise<ListWorkflowsReply> {
    return this.#http.get<ListWorkflowsReply>('/api/workflows', { query: { ...filter } });
  }

  /** Starts a workflow; the same key again returns the first one's answer. */
  start(request: StartWorkflowRequest, idempotencyKey: string): Promise<StartWorkflowReply> {
    return this.#http.post<StartWorkflowReply>('/api/workflows/start', { body: request, idempotencyKey });
  }

  /** The whole state of a workflow. */
  status(workflowId: string): Promise<WorkflowStatusView> {
    return this.#http.get<WorkflowStatusView>(`/api/workflows/${workflowId}/status`);
  }

  /** Up to `limit` events after a version, oldest first. */
  events(workflowId: string, afterSeq: number, limit: number): Promise<ReadWorkflowEventsReply> {
    return this.#http.get<ReadWorkflowEventsReply>(`/api/workflows/${workflowId}/events`, {
      query: { after_seq: afterSeq, limit },
    });
  }

  /** Pauses at the next safe point. */
  async pause(workflowId: string): Promise<void> {
    await this.#http.post(`/api/workflows/${workflowId}/pause`, { idempotencyKey: crypto.randomUUID() });
  }

  /** Resumes a paused workflow. */
  async resume(workflowId: string): Promise<void> {
    await this.#http.post(`/api/workflows/${workflowId}/resume`, { idempotencyKey: crypto.randomUUID() });
  }

  /** Has exactly the tasks done again whose documents are outdated. */
  async rerunStale(workflowId: string): Promise<void> {
    await this.#http.post(`/api/workflows/${workflowId}/rerun-stale`, { idempotencyKey: crypto.randomUUID() });
  }

  /** Cancels a workflow for good; an empty reason is not sent. */
  async cancel(workflowId: string, reason: string): Promise<void> {
    await this.#http.post(`/api/workflows/${workflowId}/cancel`, {
      body: reason === '' ? {} : { reason },
      idempotencyKey: crypto.randomUUID(),
    });
  }
}
