import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';
import type { PlatformStatus } from './process';

/** The catalogue of processes over the public API. */
@Injectable({ providedIn: 'root' })
export class ProcessClient {
  readonly #http = inject(ApiHttp);

  /** Processes that can be started and whether models are simulated. Throws `Problem`. */
  status(): Promise<PlatformStatus> {
    return this.#http.get<PlatformStatus>('/api/status');
  }
}
