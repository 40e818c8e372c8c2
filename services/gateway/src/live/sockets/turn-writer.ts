import { Injectable } from '@nestjs/common';

import { FrameChain } from './frame-chain';

/** Who has something to write at the end of the turn. */
export interface TurnSocket {
  /** Writes what was gathered. */
  flush(): void;
}

/** Lets every socket gather its frames and write once per turn of the event loop. */
@Injectable()
export class TurnWriter {
  private chain = FrameChain.begin();
  private waiting: TurnSocket[] = [];

  /** The beginning of what a socket gathers in this turn; it is flushed at the turn's end. */
  begin(socket: TurnSocket): FrameChain {
    if (this.waiting.length === 0) setImmediate(() => this.flush());
    this.waiting.push(socket);
    return this.chain;
  }

  private flush(): void {
    const sockets = this.waiting;
    this.waiting = [];
    this.chain = FrameChain.begin();
    for (const socket of sockets) socket.flush();
  }
}
