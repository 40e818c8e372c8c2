import type { LogInReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

/** An event as it came over the wire. */
export type WireEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A run as a client reads it. */
export class OpenRun {
  readonly events: WireEvent[] = [];
  lastId = '';
  private isOver = false;

  constructor(
    readonly headers: Headers,
    private readonly body: ReadableStream<Uint8Array>,
    private readonly leaving: AbortController,
  ) {
    void this.read();
  }

  /** Waits for an event of a type. */
  event(type: string): Promise<WireEvent> {
    return waitFor(() => this.events.find((event) => event.type === type), { describe: type, timeoutMs: 20_000 });
  }

  /** Waits for the end of the stream and returns its last event. */
  async end(): Promise<WireEvent | undefined> {
    await waitFor(() => this.isOver, { describe: 'the end of the run', timeoutMs: 20_000 });
    return this.events.at(-1);
  }

  /** What messages said. */
  text(): string {
    const pieces = this.events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT');
    return pieces.map(({ delta }) => String(delta)).join('');
  }

  /** Closes the connection. */
  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const bytes of this.body) {
        const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) this.take(frame);
      }
    } catch {
      // The client left, or the server cut the connection: the stream is over either way.
    }
    this.isOver = true;
  }

  private take(frame: string): void {
    const fields = frame
      .split('\n')
      .map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)] as const);
    const data = fields.find(([name]) => name === 'data')?.[1];
    if (data === undefined) return;
    this.events.push(JSON.parse(data) as WireEvent);
    this.lastId = fields.find(([name]) => name === 'id')?.[1] ?? this.lastId;
  }
}

/** Opens a run; throws the status when it is refused. */
export async function openRun(
  url: string,
  session: LogInReply,
  body: object,
  headers: Record<string, string> = {},
): Promise<OpenRun> {
  const leaving = new AbortController();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.secret}`, ...headers },
    body: JSON.stringify(body),
    signal: leaving.signal,
  });
  if (answer.status !== 200 || answer.body === null) throw new Error(`${answer.status}: ${await answer.text()}`);
  return new OpenRun(answer.headers, answer.body, leaving);
}
