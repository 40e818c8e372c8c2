import { Injectable, inject, signal } from '@angular/core';
import { merge } from 'rxjs';

import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import { ApprovalClient } from './approval-client';
import { ApprovalNews } from './approval-news';

/** How many requests wait for an answer: the number beside the navigation's entry. */
@Injectable({ providedIn: 'root' })
export class PendingApprovals {
  readonly #client = inject(ApprovalClient);
  readonly #count = signal(0);
  readonly #refresh = new Refresh(() => this.#load());

  readonly count = this.#count.asReadonly();

  constructor() {
    const live = inject(LiveConnection);
    merge(inject(ApprovalNews).changes, live.reopened).subscribe(() => this.refresh());
  }

  /** Asks again how many wait. */
  refresh(): void {
    this.#refresh.request();
  }

  async #load(): Promise<void> {
    try {
      this.#count.set((await this.#client.list({ limit: 1 })).total_count);
    } catch {
      // The number is an ornament of the navigation; the list of approvals says what is wrong.
    }
  }
}
