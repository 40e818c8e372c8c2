import { Collection } from './collection';
import { type LoopbackServer, type ReceivedRequest, startLoopbackServer } from './loopback-server';

/** What a recorder answers; 204 without a body unless told otherwise. */
export interface RecordedAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An HTTP receiver for webhooks and the like: it records requests and answers as told. */
export interface HttpRecorder extends LoopbackServer {
  readonly requests: readonly ReceivedRequest[];
  /** Decides the answers from now on. */
  respondWith(respond: (request: ReceivedRequest) => RecordedAnswer | Promise<RecordedAnswer>): void;
  /** Resolves when at least `count` requests are there; rejects after `timeoutMs` (5 s). */
  waitForRequests(count: number, timeoutMs?: number): Promise<readonly ReceivedRequest[]>;
}

/** Starts a recorder on a free loopback port. */
export async function startHttpRecorder(
  respond: (request: ReceivedRequest) => RecordedAnswer | Promise<RecordedAnswer> = () => ({}),
): Promise<HttpRecorder> {
  const received = new Collection<ReceivedRequest>();
  let currentRespond = respond;
  const server = await startLoopbackServer(async (request, response) => {
    received.add(request);
    const { status = 204, headers = {}, body } = await currentRespond(request);
    response.writeHead(status, headers).end(body);
  });
  return {
    ...server,
    requests: received.items,
    respondWith: (next) => {
      currentRespond = next;
    },
    waitForRequests: (count, timeoutMs) =>
      received.waitUntil((requests) => requests.length >= count, `${count} requests`, timeoutMs),
  };
}
