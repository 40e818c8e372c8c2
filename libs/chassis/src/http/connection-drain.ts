import type { Server } from 'node:http';

import type { Clock } from '../clock/clock';

const LOOK_EVERY_MS = 25;

/**
 * Ends the connections of a server that is being closed as soon as nothing is answered on them. Node ends those that are idle at
 * the moment of closing; a probe or a browser that keeps its connection alive for one more request, or has opened one ahead of
 * its first, would hold the server open until that connection times out.
 */
export class ConnectionDrain {
  private open = 0;

  constructor(
    private readonly server: Server,
    private readonly clock: Clock,
  ) {
    server.on('request', (_request, response) => {
      this.open += 1;
      response.once('close', () => (this.open -= 1));
    });
  }

  /** Runs `close`, which closes the server, and resolves with it; requests in hand are answered first. */
  async during(close: () => Promise<void>): Promise<void> {
    let isOver = false;
    const closing = close().finally(() => (isOver = true));
    while (!isOver) {
      // Before that the server still takes connections, and its callers still mean to be answered.
      if (!this.server.listening) this.endUnused();
      await Promise.race([closing.catch(() => undefined), this.clock.sleep(LOOK_EVERY_MS)]);
    }
    await closing;
  }

  private endUnused(): void {
    if (this.open === 0) this.server.closeAllConnections();
    else this.server.closeIdleConnections();
  }
}
