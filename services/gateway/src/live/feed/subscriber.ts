import type { Follower } from './follower';

/** One client that follows one workflow. */
export interface Subscriber {
  readonly socket: Follower;
  /** Version of the last event sent. */
  cursor: number;
  /** Turns whose deltas were not sent; a snapshot of each follows once the socket has caught up. */
  readonly staleTurns: Set<string>;
  /** True while events are being sent; what arrives meanwhile is found by the sender. */
  isSending: boolean;
}
