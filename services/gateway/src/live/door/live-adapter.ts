import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';

import { readMessage } from './read-message';
import { refuseUpgrade } from './refuse-upgrade';
import type { UpgradeDoor } from './upgrade-door';

/** Called with what the adapter itself refuses: unreadable frames, unknown types, too many of them. */
export interface MessageGate {
  /** False when the message is not to be handled. */
  admit(client: WebSocket): boolean;
  refuse(client: WebSocket, code: string, message: string): void;
}

/**
 * Nest's adapter for `ws` with a door of its own: nobody is upgraded before origin, room and session were checked, messages
 * are `{ type, … }`, and a frame that cannot be read is answered.
 */
export class LiveAdapter extends WsAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly door: UpgradeDoor,
    private readonly gate: MessageGate,
    private readonly longestMessageBytes: number,
  ) {
    super(app);
  }

  override create(_port: number, _options?: Record<string, unknown>): WebSocketServer {
    const server = new WebSocketServer({ noServer: true, maxPayload: this.longestMessageBytes });
    this.bindErrorHandler(server);
    const http = this.httpServer as Server;
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.admit(server, request, socket, head);
    });
    return server;
  }

  override bindMessageHandlers(
    client: WebSocket,
    handlers: MessageMappingProperties[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    const byType = new Map(handlers.map((handler) => [handler.message as string, handler]));
    client.on('message', (data: RawData, isBinary: boolean) => {
      if (!this.gate.admit(client)) return;
      const read = readMessage(data, isBinary);
      if ('refusal' in read) {
        this.gate.refuse(client, read.refusal.code, read.refusal.detail);
        return;
      }
      const { message } = read;
      const handler = byType.get(message.type);
      if (handler === undefined) {
        this.gate.refuse(client, 'unknown-type', `Send one of: ${[...byType.keys()].join(', ')}.`);
        return;
      }
      // Handlers answer through their socket; whatever they throw has become an error frame by then.
      transform(handler.callback(message, message.type)).subscribe({ error: () => undefined });
    });
  }

  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    // A broken frame or connection ends that one socket, which closes by itself; there is nothing else to do about it.
    server.on('connection', (socket) => socket.on('error', () => undefined));
    return server;
  }

  private async admit(server: WebSocketServer, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const ignore = (): void => undefined;
    // Until the WebSocket takes over nobody else listens, and an unheard error would end the process.
    socket.on('error', ignore);
    const decision = await this.door.decide(request);
    if ('refusal' in decision) {
      refuseUpgrade(socket, decision.refusal, decision.requestId);
      return;
    }
    if (socket.destroyed) return;
    socket.off('error', ignore);
    server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request, decision));
  }
}
