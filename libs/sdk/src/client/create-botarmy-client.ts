import { createClient, createConfig } from '../generated/client';
import { BotArmyApi } from '../generated/sdk.gen';
import type { TokenReply } from '../generated/types.gen';
import { problemFromFailure } from './problem-from-failure';

/** How to reach BotArmy, and as whom. */
export interface BotArmyClientOptions {
  /** Address of the gateway, e.g. `http://127.0.0.1:8000`; empty for the page's own origin in a browser. */
  readonly baseUrl: string;
  /** Bearer token; `signIn` gets one. */
  readonly token?: string;
  /** In a browser with a session cookie: the token every command has to carry. */
  readonly csrfToken?: () => string | undefined;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Milliseconds one request may take, its answer included; default 30,000. */
  readonly timeoutMs?: number;
}

/**
 * The public API, typed: `client.startWorkflow({ project_brief })`, `client.listHitlRequests()`.
 * Calls resolve with the body of the answer and reject with a `BotArmyProblem`.
 */
export class BotArmyClient extends BotArmyApi {
  readonly baseUrl: string;
  private bearer: string | undefined;

  constructor(options: BotArmyClientOptions) {
    const { csrfToken, fetch: ownFetch, timeoutMs = 30_000 } = options;
    const baseUrl = options.baseUrl.replace(/\/+$/, '');
    const send = ownFetch ?? ((...request: Parameters<typeof fetch>) => globalThis.fetch(...request));
    super({
      client: createClient(
        createConfig({
          baseUrl,
          throwOnError: true,
          responseStyle: 'data',
          auth: ({ scheme }) => (scheme === 'bearer' ? this.bearer : undefined),
          fetch: (input, init) => send(input, { ...init, signal: limited(input, init, timeoutMs) }),
        }),
      ),
    });
    this.baseUrl = baseUrl;
    this.bearer = options.token;
    this.client.interceptors.error.use((error, response) => problemFromFailure(error, response, baseUrl));
    this.client.interceptors.request.use((request) => {
      const token = request.method === 'GET' ? undefined : csrfToken?.();
      if (token !== undefined) request.headers.set('X-CSRF-Token', token);
      return request;
    });
  }

  /** The bearer token calls are made with. */
  get token(): string | undefined {
    return this.bearer;
  }

  /**
   * Signs in; later calls are made as this user.
   *
   * @throws {BotArmyProblem} 401 `invalid-credentials`, 429 `too-many-attempts`.
   */
  async signIn(credentials: { email: string; password: string }): Promise<TokenReply> {
    const reply = await this.createToken(credentials);
    this.bearer = reply.token;
    return reply;
  }

  /** Ends the session on the server and forgets its token. */
  async signOut(): Promise<void> {
    await this.logOut();
    this.bearer = undefined;
  }
}

/** A client of the public API. */
export function createBotArmyClient(options: BotArmyClientOptions): BotArmyClient {
  return new BotArmyClient(options);
}

function limited(input: Parameters<typeof fetch>[0], init: RequestInit | undefined, timeoutMs: number): AbortSignal {
  const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  const timeout = AbortSignal.timeout(timeoutMs);
  return own ? AbortSignal.any([own, timeout]) : timeout;
}
