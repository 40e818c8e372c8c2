import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';
import type { HitlRequestView, HitlResponse, HitlStatus, ListHitlRequestsReply, RespondReply } from './approval';
import type { SubmitAnswersReply, SubmittedAnswer } from './question';

/** Which requests to list; without a status the open ones. */
export interface ApprovalFilter {
  readonly status?: HitlStatus | 'all';
  readonly workflowId?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** HITL requests over the public API. Every method throws `Problem`. */
@Injectable({ providedIn: 'root' })
export class ApprovalClient {
  readonly #http = inject(ApiHttp);

  /** Oldest open request first. */
  list({ status, workflowId, limit, cursor }: ApprovalFilter = {}): Promise<ListHitlRequestsReply> {
    return this.#http.get<ListHitlRequestsReply>('/api/hitl/requests', {
      query: { status, workflow_id: workflowId, limit, cursor },
    });
  }

  /** One request. */
  get(requestId: string): Promise<HitlRequestView> {
    return this.#http.get<HitlRequestView>(`/api/hitl/requests/${requestId}`);
  }

  /** Answers once; throws `Problem` with code `already-answered` or `request-closed` when it is too late. */
  respond(requestId: string, response: HitlResponse, idempotencyKey: string): Promise<RespondReply> {
    return this.#http.post<RespondReply>(`/api/hitl/requests/${requestId}/respond`, { body: response, idempotencyKey });
  }

  /** Keeps answers to an agent's questions, and lets the workflow go on with them when asked to. */
  submitAnswers(
    requestId: string,
    body: { readonly answers: readonly SubmittedAnswer[]; readonly continue: boolean },
    idempotencyKey: string,
  ): Promise<SubmitAnswersReply> {
    return this.#http.post<SubmitAnswersReply>(`/api/interactive/sessions/${requestId}/answers`, {
      body,
      idempotencyKey,
    });
  }
}
