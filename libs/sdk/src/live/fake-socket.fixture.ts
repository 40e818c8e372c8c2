import type { LiveSocket, OpenSocket, SocketEvents } from './live-socket';

/** One connection the code under test opened. */
export interface FakeConnection {
  readonly url: string;
  readonly token: string | undefined;
  /** What the client sent, parsed. */
  readonly sent: unknown[];
  readonly isClosed: () => boolean;
  open(): void;
  receive(frame: object): void;
  receiveText(text: string): void;
  end(code: number, reason?: string, httpStatus?: number): void;
}

/** A server's side of sockets: `next()` resolves with the next connection the client opens. */
export class FakeServer {
  private readonly waiting: ((connection: FakeConnection) => void)[] = [];
  private readonly arrived: FakeConnection[] = [];

  readonly openSocket: OpenSocket = (url, token, events) => {
    const { connection, socket } = connect(url, token, events);
    const taker = this.waiting.shift();
    if (taker === undefined) this.arrived.push(connection);
    else taker(connection);
    return Promise.resolve(socket);
  };

  next(): Promise<FakeConnection> {
    const connection = this.arrived.shift();
    return connection === undefined
      ? new Promise((resolve) => this.waiting.push(resolve))
      : Promise.resolve(connection);
  }
}

function connect(url: string, token: string | undefined, events: SocketEvents) {
  const sent: unknown[] = [];
  let closed = false;
  const socket: LiveSocket = {
    send: (text) => sent.push(JSON.parse(text)),
    close: () => (closed = true),
  };
  const connection: FakeConnection = {
    url,
    token,
    sent,
    isClosed: () => closed,
    open: () => events.opened(),
    receive: (frame) => events.received(JSON.stringify(frame)),
    receiveText: (text) => events.received(text),
    end: (code, reason = '', httpStatus) =>
      events.closed({ code, reason, ...(httpStatus === undefined ? {} : { httpStatus }) }),
  };
  return { connection, socket };
}
