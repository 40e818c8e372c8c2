import { Injectable, InjectionToken, inject } from '@angular/core';
import { Subject } from 'rxjs';

import { Problem, problemFromResponse, unreachableProblem } from './problem';

/** The browser's fetch, replaceable in tests. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => fetch(input, init),
});

/** Values of a query string; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** What a request may carry besides its path. */
export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** The same key repeated means the same intent; the platform then acts once. */
  readonly idempotencyKey?: string;
}

/** JSON over HTTP to the platform this page came from, with the session's CSRF token and problem+json mapped to `Problem`. */
@Injectable({ providedIn: 'root' })
export class ApiHttp {
  readonly #fetch = inject(FETCH);
  readonly #unauthorized = new Subject<void>();
  #csrfToken = '';

  /** Emits when a request was refused because nobody is signed in any more. */
  readonly unauthorized = this.#unauthorized.asObservable();

  /** Token every later command carries. */
  useCsrfToken(token: string): void {
    this.#csrfToken = token;
  }

  /** Reads. Throws `Problem`, or an `AbortError` when `signal` was aborted. */
  get<TReply>(path: string, options: Omit<RequestOptions, 'body' | 'idempotencyKey'> = {}): Promise<TReply> {
    return this.#send<TReply>('GET', path, options);
  }

  /** Commands. Throws `Problem`, or an `AbortError` when `signal` was aborted. */
  post<TReply>(path: string, options: RequestOptions = {}): Promise<TReply> {
    return this.#send<TReply>('POST', path, options);
  }

  async #send<TReply>(method: string, path: string, options: RequestOptions): Promise<TReply> {
    const response = await this.#request(method, path, options);
    if (response.ok) return await readReply<TReply>(response);
    const problem = await problemFromResponse(response);
    if (response.status === 401 && problem.code !== 'invalid-credentials') this.#unauthorized.next();
    throw problem;
  }

  async #request(method: string, path: string, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET' && this.#csrfToken !== '') headers['x-csrf-token'] = this.#csrfToken;
    if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
    try {
      return await this.#fetch(path + queryString(options.query), {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      throw unreachableProblem(error);
    }
  }
}

async function readReply<TReply>(response: Response): Promise<TReply> {
  if (response.status === 204) return undefined as TReply;
  try {
    return (await response.json()) as TReply;
  } catch (error) {
    throw new Problem(
      response.status,
      'unexpected-answer',
      'The answer could not be read',
      'Something between the console and the platform changed it. Try again.',
      [],
      {},
      { cause: error },
    );
  }
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
