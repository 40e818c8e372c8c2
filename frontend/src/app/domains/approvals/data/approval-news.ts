import { Injectable, inject } from '@angular/core';
import { firstValueFrom, from, map, mergeMap, share, timer } from 'rxjs';
import type { Observable } from 'rxjs';

import type { FrameOf } from '../../../live/frame';
import { LiveConnection } from '../../../live/live-connection';
import { ApprovalClient } from './approval-client';

/** A request that was opened, answered or closed. */
export interface ApprovalChange {
  readonly requestId: string;
  readonly workflowId: string;
}

/** Waits between looking whether the news have arrived where requests are kept; 8 s in all. */
const lookAfterMs = [0, 250, 500, 1_000, 2_000, 4_000] as const;

/**
 * News about requests, told when they can be read. The workflow tells first: the request itself is opened and closed by another
 * service a moment later, and a list read in between would miss it for good.
 */
@Injectable({ providedIn: 'root' })
export class ApprovalNews {
  readonly #client = inject(ApprovalClient);

  readonly changes: Observable<ApprovalChange> = inject(LiveConnection)
    .on('hitl_request')
    .pipe(
      mergeMap((frame) =>
        from(this.#settled(frame)).pipe(map(() => ({ requestId: frame.request_id, workflowId: frame.workflow_id }))),
      ),
      share(),
    );

  async #settled({ request_id: requestId, status }: FrameOf<'hitl_request'>): Promise<void> {
    for (const waitMs of lookAfterMs) {
      if (waitMs > 0) await firstValueFrom(timer(waitMs));
      const request = await this.#client.get(requestId).catch(() => undefined);
      if (request !== undefined && (status === undefined || request.status === status)) return;
    }
  }
}
