import { once } from 'node:events';

import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';

import type { LogInReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

/** A frame as a client gets it. */
export type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A client of the hub that keeps what it gets. */
export class LiveClient {
  readonly frames: Frame[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString('utf8')) as Frame));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString('utf8') }));
    socket.on('error', () => undefined);
  }

  /** Connects; resolves when the hub has switched protocols. */
  static async connect(url: string, session: LogInReply, path = '/api/ws'): Promise<LiveClient> {
    const client = new LiveClient(
      new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: { authorization: `Bearer ${session.secret}` } }),
    );
    await once(client.socket, 'open');
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Follows a workflow and waits until the hub says so. */
  async subscribe(workflowId: string, afterSeq?: number): Promise<Frame> {
    const before = this.of('subscribed').length;
    this.send({
      type: 'subscribe',
      workflow_id: workflowId,
      ...(afterSeq === undefined ? {} : { after_seq: afterSeq }),
    });
    return waitFor(() => this.of('subscribed')[before], { describe: 'the subscription', timeoutMs: 10_000 });
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** Waits for a frame of a type, the first that fits. */
  async frame(type: string, fits: (frame: Frame) => boolean = () => true, timeoutMs = 10_000): Promise<Frame> {
    return waitFor(() => this.of(type).find(fits), { describe: `a frame of type ${type}`, timeoutMs });
  }

  async end(timeoutMs = 10_000): Promise<{ readonly code: number; readonly reason: string }> {
    return waitFor(() => this.closed, { describe: 'the end of the connection', timeoutMs });
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Status of the answer to an upgrade that is refused, with its body. */
export async function refusedUpgrade(
  url: string,
  options: ClientOptions & { path?: string },
): Promise<{ status: number; body: Record<string, unknown>; retryAfter: string | undefined }> {
  const { path = '/api/ws', ...rest } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, rest);
  socket.on('error', () => undefined);
  const refused = Promise.withResolvers<{
    status: number;
    body: Record<string, unknown>;
    retryAfter: string | undefined;
  }>();
  socket.on('open', () => refused.reject(new Error('the upgrade was accepted')));
  socket.on('unexpected-response', (_request, response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () =>
      refused.resolve({
        status: response.statusCode ?? 0,
        body: JSON.parse(text) as Record<string, unknown>,
        retryAfter: response.headers['retry-after'],
      }),
    );
  });
  return refused.promise;
}
