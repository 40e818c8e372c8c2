import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import ReconnectingWebSocket from 'partysocket/ws';

/** The part of a reconnecting socket the console uses. */
export interface LiveSocket {
  readonly readyState: number;
  send(message: string): void;
  close(): void;
  /** Drops the connection, if any, and connects at once. */
  reconnect(): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** `WebSocket.OPEN`. */
export const SOCKET_OPEN = 1;

/** Close code of a socket whose session ended. */
export const SESSION_ENDED_CODE = 4401;

/** Opens the socket of the page's own origin; the session cookie travels with the upgrade. Nothing is queued while it is down. */
export const CONNECT = new InjectionToken<() => LiveSocket>('connect', {
  providedIn: 'root',
  factory: () => {
    const { protocol, host } = inject(DOCUMENT).location;
    const url = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/api/ws`;
    return () =>
      new ReconnectingWebSocket(url, [], {
        minReconnectionDelay: 300,
        maxReconnectionDelay: 8_000,
        reconnectionDelayGrowFactor: 1.6,
        connectionTimeout: 6_000,
        minUptime: 3_000,
        maxEnqueuedMessages: 0,
        shouldReconnectOnClose: (event) => event.code !== SESSION_ENDED_CODE,
      });
  },
});
