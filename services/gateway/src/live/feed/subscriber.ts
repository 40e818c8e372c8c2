import type { LiveSocket } from '../sockets/live-socket';

/** One socket that follows one workflow. */
export interface Subscriber {
  readonly socket: LiveSocket;
  /** Version of the last event sent. */
  cursor: number;
  /** Turns whose deltas were not sent; a snapshot of each follows once the socket has caught up. */
  readonly staleTurns: Set<string>;
  /** True while events are being sent; what arrives meanwhile is found by the sender. */
  isSending: boolean;
}
