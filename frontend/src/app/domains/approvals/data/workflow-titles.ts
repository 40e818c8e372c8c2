import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';

interface TitledWorkflow {
  readonly id: string;
  readonly title: string;
}

/**
 * What the workflows behind requests are called: requests name them by id alone, and ten requests of one process read alike. An
 * ornament: where titles cannot be had there are none.
 */
@Injectable({ providedIn: 'root' })
export class WorkflowTitles {
  readonly #http = inject(ApiHttp);

  /** Titles by id of the newest hundred workflows that wait for people, or of any when `status` is undefined. */
  async recent(status: 'waiting_for_human' | undefined): Promise<Readonly<Record<string, string>>> {
    try {
      const query = { status, limit: 100 };
      const { workflows } = await this.#http.get<{ workflows: readonly TitledWorkflow[] }>('/api/workflows', { query });
      return Object.fromEntries(workflows.map(({ id, title }) => [id, title]));
    } catch {
      return {};
    }
  }

  /** Title of one workflow, or nothing. */
  async of(workflowId: string): Promise<string | undefined> {
    try {
      return (await this.#http.get<TitledWorkflow>(`/api/workflows/${workflowId}/status`)).title;
    } catch {
      return undefined;
    }
  }
}
