import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** What is told about the HTTP request that leaves inside `watchRequest`. */
export interface RequestListener {
  /** The connection stands and the request's head has left. */
  readonly onConnected?: () => void;
  /** The whole request has left. */
  readonly onSent?: () => void;
  /** The answer's head; names in lower case. */
  readonly onHeaders?: (headers: ReadonlyMap<string, string>) => void;
  /** Bytes of the answer's body. */
  readonly onBytes?: (count: number) => void;
}

interface RequestMessage {
  readonly request: object;
}
interface HeadersMessage extends RequestMessage {
  readonly response: { readonly headers: readonly Buffer[] };
}
interface ChunkMessage extends RequestMessage {
  readonly chunk: Uint8Array;
}

const listening = new AsyncLocalStorage<RequestListener>();
const listeners = new WeakMap<object, RequestListener>();
let isSubscribed = false;

/**
 * Runs `fn` and reports what happens to the request it sends with `fetch`. Node's client publishes that on its
 * diagnostics channels; the SDKs offer no common hook for it, one of them none at all.
 */
export function watchRequest<TResult>(listener: RequestListener, fn: () => TResult): TResult {
  subscribeOnce();
  return listening.run(listener, fn);
}

function subscribeOnce(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe('undici:request:create', (message) => {
    const listener = listening.getStore();
    if (listener !== undefined) listeners.set((message as RequestMessage).request, listener);
  });
  subscribe('undici:client:sendHeaders', (message) => listenerOf(message)?.onConnected?.());
  subscribe('undici:request:bodySent', (message) => listenerOf(message)?.onSent?.());
  subscribe('undici:request:headers', (message) => {
    listenerOf(message)?.onHeaders?.(headersOf(message as HeadersMessage));
  });
  subscribe('undici:request:bodyChunkReceived', (message) => {
    listenerOf(message)?.onBytes?.((message as ChunkMessage).chunk.byteLength);
  });
}

function listenerOf(message: unknown): RequestListener | undefined {
  return listeners.get((message as RequestMessage).request);
}

/** Names and values alternate. */
function headersOf({ response }: HeadersMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const texts = response.headers.map((part) => part.toString('latin1'));
  for (let index = 0; index + 1 < texts.length; index += 2) {
    headers.set((texts[index] ?? '').toLowerCase(), texts[index + 1] ?? '');
  }
  return headers;
}
