import { WebSocket } from 'ws';

import type { LogInReply } from '@botarmy/contracts';

interface EventFrame {
  readonly type: string;
  readonly seq?: number;
  readonly event?: { readonly data: Readonly<Record<string, unknown>> };
}

/** A client that follows one workflow, loses its connection now and then, and comes back anywhere with the last number it saw. */
export class WanderingClient {
  /** What it was told, by number. */
  readonly history: { readonly seq: number; readonly mark: unknown }[] = [];
  /** Connections so far. */
  connections = 0;
  resyncs = 0;
  private socket: WebSocket | undefined;
  private stopped = false;

  constructor(
    private readonly session: LogInReply,
    private readonly workflowId: string,
    /** Where a connection goes to. */
    private readonly nextUrl: () => string,
  ) {
    this.connect();
  }

  get lastSeq(): number {
    return this.history.at(-1)?.seq ?? 0;
  }

  /** Cuts the connection without a goodbye. */
  cut(): void {
    this.socket?.terminate();
  }

  stop(): void {
    this.stopped = true;
    this.socket?.terminate();
  }

  private connect(): void {
    const url = `${this.nextUrl().replace('http', 'ws')}/api/ws`;
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${this.session.secret}` } });
    this.socket = socket;
    socket.on('open', () => {
      this.connections += 1;
      socket.send(JSON.stringify({ type: 'subscribe', workflow_id: this.workflowId, after_seq: this.lastSeq }));
    });
    socket.on('message', (data: Buffer) => this.take(data));
    // A connection that was cut or refused is made anew in another turn.
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(() => this.stopped || this.connect(), 20));
  }

  private take(data: Buffer): void {
    const frame = JSON.parse(data.toString('utf8')) as EventFrame;
    if (frame.type === 'resync') this.resyncs += 1;
    if (frame.type !== 'workflow_event' || frame.seq === undefined) return;
    this.history.push({ seq: frame.seq, mark: frame.event?.data['mark'] });
  }
}
