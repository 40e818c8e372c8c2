import type { MsgHdrs } from 'nats';

/** A message as a stream keeps it. */
export interface StoredMessage {
  readonly stream: string;
  readonly seq: number;
  readonly subject: string;
  readonly text: string;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs;
  readonly messageId: string;
}
