import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { Writable } from 'node:stream';

import type { OutputStream, Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

/** Asks the person at the terminal, on standard error: standard output stays what the command was asked for. */
export class Prompter {
  private readonly terminal: Interface;
  private readonly typed: string[] = [];
  private wake: (() => void) | undefined;
  private ended = false;
  private isMuted = false;
  private readonly stderr: OutputStream;

  private constructor({ stdin, stderr, signal }: Surroundings) {
    this.stderr = stderr;
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.isMuted) stderr.write(chunk.toString('utf8'));
        done();
      },
    });
    this.terminal = createInterface({ input: stdin, output, terminal: true });
    // Lines are kept as they come: several may be pasted at once.
    this.terminal.on('line', (line) => {
      this.typed.push(line);
      this.wake?.();
    });
    const end = (): void => {
      this.ended = true;
      this.wake?.();
    };
    // While it reads a line it takes Ctrl-C for itself; Ctrl-D closes it.
    this.terminal.on('SIGINT', end);
    this.terminal.on('close', end);
    signal.addEventListener('abort', end, { once: true });
  }

  /**
   * Lets `ask` use the terminal.
   *
   * @throws {UsageError} when there is none.
   */
  static async use<TResult>(
    surroundings: Surroundings,
    ask: (prompter: Prompter) => Promise<TResult>,
    command = 'login',
  ): Promise<TResult> {
    if (surroundings.stdin.isTTY !== true)
      throw new UsageError('There is no terminal to ask at: give what is missing as options.', command);
    const prompter = new Prompter(surroundings);
    try {
      return await ask(prompter);
    } finally {
      prompter.terminal.close();
    }
  }

  /** A line that appears while it is typed. Rejects with an `AbortError` on Ctrl-C and Ctrl-D. */
  async line(question: string): Promise<string> {
    this.show(question);
    return this.next();
  }

  /** A line that does not appear. */
  async secret(question: string): Promise<string> {
    this.show(question);
    this.isMuted = true;
    try {
      return await this.next();
    } finally {
      this.isMuted = false;
      this.stderr.write('\n');
    }
  }

  private show(question: string): void {
    if (this.ended) return;
    this.terminal.setPrompt(question);
    this.terminal.prompt();
  }

  private async next(): Promise<string> {
    while (this.typed.length === 0 && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    const line = this.typed.shift();
    if (line === undefined) throw new DOMException('Nothing more was typed.', 'AbortError');
    return line;
  }
}

/** The first line of standard input, without asking. */
export async function readFirstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdin })) return line;
  return '';
}

/** All of standard input as text. */
export async function readAll(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
