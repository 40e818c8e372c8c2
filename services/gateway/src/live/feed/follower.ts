import type { SocketFrame } from '../frames';

/** Who follows workflows: a client's connection, whatever it speaks. */
export interface Follower {
  readonly tenantId: string;
  /** Id of the request that opened the connection, for questions asked on its behalf. */
  readonly requestId: string;
  readonly isOpen: boolean;
  /** True while more is unsent than a client that keeps up would leave. */
  readonly isCongested: boolean;
  /** Sends a frame; text is a frame already written. */
  send(frame: SocketFrame | string): void;
  /** Resolves when the client has caught up, or is gone. */
  drained(): Promise<void>;
}
