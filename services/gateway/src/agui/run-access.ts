import { Injectable } from '@nestjs/common';

import { ShutdownHooks, shutdownOrder } from '@botarmy/chassis';

import { SessionEndings } from '../access/session-endings';
import { SessionVerifier } from '../access/session-verifier';

/** What a run has to do with sessions and the life of the server. */
@Injectable()
export class RunAccess {
  constructor(
    private readonly endings: SessionEndings,
    private readonly verifier: SessionVerifier,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onEnd(listener: (sessionId: string | undefined) => void): void {
    this.endings.listen(listener);
  }

  onShutdown(close: () => void): void {
    this.shutdown.register('agui-runs', shutdownOrder.intake, close);
  }

  async verify(secret: string): Promise<void> {
    await this.verifier.verify(secret);
  }
}
