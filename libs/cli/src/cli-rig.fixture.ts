import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import type { OpenSocket, SocketEvents } from '@botarmy/sdk';

import { runCli } from './run-cli';
import type { Surroundings } from './surroundings';

/** What a run printed and ended with. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Answer = (request: Request) => unknown;

/** A terminal, a home folder and a server that says what the test tells it. */
export class CliRig {
  readonly home = mkdtempSync(join(tmpdir(), 'botarmy-cli-'));
  readonly requests: {
    method: string;
    path: string;
    authorization: string | null;
    key: string | null;
    body: unknown;
  }[] = [];
  environment: Record<string, string> = {};
  private readonly answers = new Map<string, Answer>();

  /** Answers `GET /api/…` with a value as JSON, or with a whole response. */
  answer(route: string, answer: Answer): void {
    this.answers.set(route, answer);
  }

  refuse(route: string, status: number, code: string, members: object = {}): void {
    const body = { type: 'urn:x', title: 'Refused', status, code, detail: 'Do something else.', ...members };
    this.answer(route, () => Response.json(body, { status }));
  }

  async run(
    args: readonly string[],
    options: Partial<Pick<Surroundings, 'signal' | 'openSocket'>> & {
      input?: string;
      isTTY?: boolean;
      columns?: number;
      /** Lines a person types when they see a prompt; without a line they end the input. */
      typed?: readonly { prompt: string; line?: string }[];
    } = {},
  ): Promise<CliResult> {
    const { input, isTTY = false, columns = 80, typed = [] } = options;
    const stdin = Object.assign(new PassThrough(), { isTTY });
    if (input !== undefined) stdin.end(input);
    const printed = { stdout: '', stderr: '' };
    const typing = [...typed];
    const typeWhenAsked = (): void => {
      const [next] = typing;
      if (next === undefined || !printed.stderr.includes(next.prompt)) return;
      typing.shift();
      if (next.line === undefined) stdin.end();
      else stdin.write(`${next.line}\r`);
    };
    const code = await runCli(args, {
      environment: this.environment,
      stdin,
      stdout: { write: (text) => (printed.stdout += text), isTTY, columns },
      stderr: {
        write: (text) => {
          printed.stderr += text;
          setImmediate(typeWhenAsked);
        },
      },
      homeDirectory: this.home,
      signal: options.signal ?? new AbortController().signal,
      fetch: (request, init) => this.serve(new Request(request, init)),
      ...(options.openSocket === undefined ? {} : { openSocket: options.openSocket }),
    });
    return { code, ...printed };
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private async serve(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const text = await request.clone().text();
    this.requests.push({
      method,
      path: pathname + search,
      authorization: headers.get('authorization'),
      key: headers.get('idempotency-key'),
      body: bodyOf(text),
    });
    const answer = this.answers.get(`${method} ${pathname}`);
    if (answer === undefined) throw new TypeError('fetch failed');
    const value = await answer(request);
    if (value instanceof Response) return value;
    return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
  }
}

/** The body as JSON; a form as the text it is. */
function bodyOf(text: string): unknown {
  if (text === '') return undefined;
  return text.startsWith('--') ? text : (JSON.parse(text) as unknown);
}

/** Sockets that play a list of steps, one connection each. */
export function scriptedSocket(...connections: ((events: SocketEvents) => void)[]): OpenSocket {
  return (_url, _token, events) => {
    const play = connections.shift();
    if (play !== undefined) queueMicrotask(() => play(events));
    return Promise.resolve({ send: () => undefined, close: () => undefined });
  };
}
