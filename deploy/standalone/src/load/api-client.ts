import { setTimeout as delay } from 'node:timers/promises';

import type { Credentials } from '../platform/platform-options';

/** An answer that is no success and that repeating would not change. */
export class ApiRefusal extends Error {
  constructor(
    readonly path: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(`${path} was refused with ${status} (${code})`);
    this.name = 'ApiRefusal';
  }
}

/** A request that went through, and how many it took. */
export interface Acknowledged<TReply> {
  readonly reply: TReply;
  readonly tries: number;
}

const TRY_TIMEOUT_MS = 12_000;
const PAUSE_MS = 150;
/** Answers that say "not now"; everything else is final. */
const worthRepeating = new Set([408, 425, 429, 502, 503, 504]);

/** The public API as a stubborn client uses it: the same command under the same key until it is acknowledged. */
export class ApiClient {
  private token = '';

  constructor(
    private readonly url: string,
    private readonly user: Credentials,
    /** Ends all waiting. */
    private readonly signal: AbortSignal,
  ) {}

  async signIn(): Promise<void> {
    const { reply } = await this.send<{ token: string }>('POST', '/api/auth/token', { ...this.user });
    this.token = reply.token;
  }

  /** Reads; repeated until it is answered. */
  async read<TReply>(path: string): Promise<TReply> {
    return (await this.send<TReply>('GET', path)).reply;
  }

  /** The bytes of a document. */
  async readBytes(path: string): Promise<Buffer> {
    const { reply } = await this.send<Buffer>('GET', path, undefined, undefined, async (response) =>
      Buffer.from(await response.arrayBuffer()),
    );
    return reply;
  }

  /** Commands; repeated under the same key until it is acknowledged. @throws {ApiRefusal} it was refused for good. */
  command<TReply>(path: string, body: object | undefined, key: string): Promise<Acknowledged<TReply>> {
    return this.send<TReply>('POST', path, body, key);
  }

  private async send<TReply>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    key?: string,
    read: (response: Response) => Promise<unknown> = (response) => response.json(),
  ): Promise<Acknowledged<TReply>> {
    for (let tries = 1; ; tries += 1) {
      this.signal.throwIfAborted();
      const answer = await this.tryOnce(method, path, body, key, read);
      if (answer !== undefined) return { reply: answer.value as TReply, tries };
      await delay(PAUSE_MS, undefined, { signal: this.signal });
    }
  }

  /** Undefined when it is worth another try. */
  private async tryOnce(
    method: string,
    path: string,
    body: object | undefined,
    key: string | undefined,
    read: (response: Response) => Promise<unknown>,
  ): Promise<{ value: unknown } | undefined> {
    const headers: Record<string, string> = {};
    if (this.token !== '') headers.authorization = `Bearer ${this.token}`;
    if (key !== undefined) headers['idempotency-key'] = key;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const limits = [this.signal, AbortSignal.timeout(TRY_TIMEOUT_MS)];
    let response: Response;
    try {
      response = await fetch(`${this.url}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any(limits),
      });
      if (response.ok) return { value: await read(response) };
    } catch {
      // No connection, a cut answer, no answer in time: nobody knows what became of it.
      return undefined;
    }
    const problem = (await response.json().catch(() => ({}))) as { code?: string };
    if (worthRepeating.has(response.status)) return undefined;
    throw new ApiRefusal(path, response.status, problem.code ?? '');
  }
}
