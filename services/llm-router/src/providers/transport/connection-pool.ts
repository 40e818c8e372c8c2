import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';

import { CachedLookup } from './cached-lookup';
import { createAgent, withDispatcher } from './global-dispatcher';
import type { Dispatcher } from './global-dispatcher';

/** How long an unused connection is kept for the next request. */
const IDLE_MS = 300_000;
/** Limits are the router's own; the client's would only come in their way. */
const NONE = 0;

/** Connections to providers, kept open between requests. How many requests use them at once is the gate's business. */
@Injectable()
export class ConnectionPool implements OnApplicationShutdown {
  private readonly agent: Dispatcher;

  constructor(clock: Clock) {
    const { lookup } = new CachedLookup(clock);
    this.agent = createAgent({
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      headersTimeout: NONE,
      bodyTimeout: NONE,
      connect: { lookup, timeout: NONE },
    });
  }

  /** Runs `fn`; its requests use these connections. Answers may come compressed with gzip or br; they are read plain. */
  use<TResult>(fn: () => TResult): TResult {
    return withDispatcher(this.agent, fn);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}
