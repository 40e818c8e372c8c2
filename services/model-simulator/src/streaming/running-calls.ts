import type { ServerResponse } from 'node:http';

import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** Why a running call was given up. */
export class CallAbandoned extends Error {
  readonly outcome: 'client-left' | 'stopped';

  constructor(outcome: 'client-left' | 'stopped') {
    super(outcome === 'client-left' ? 'the client closed the connection' : 'the service is stopping');
    this.name = 'CallAbandoned';
    this.outcome = outcome;
  }
}

/** The calls being answered; each ends with its client or with the service. */
@Injectable()
export class RunningCalls implements OnModuleDestroy {
  private readonly responses = new Map<AbortController, ServerResponse>();

  get size(): number {
    return this.responses.size;
  }

  /** A signal that is aborted when the client leaves before the answer is complete, or when the service stops. */
  open(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    this.responses.set(controller, response);
    response.once('close', () => {
      this.responses.delete(controller);
      if (!response.writableFinished) controller.abort(new CallAbandoned('client-left'));
    });
    return controller.signal;
  }

  onModuleDestroy(): void {
    for (const [controller, response] of this.responses) {
      controller.abort(new CallAbandoned('stopped'));
      response.destroy();
    }
  }
}
