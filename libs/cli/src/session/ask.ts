import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

/** Asks for a line at the terminal. */
export function askLine(surroundings: Surroundings, question: string): Promise<string> {
  return ask(surroundings, question, false);
}

/** Asks for a line that does not appear while it is typed. */
export async function askSecret(surroundings: Surroundings, question: string): Promise<string> {
  const secret = await ask(surroundings, question, true);
  surroundings.stderr.write('\n');
  return secret;
}

/** The first line of standard input, without asking. */
export async function readFirstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stdin });
  for await (const line of lines) return line;
  return '';
}

/** All of standard input as text. */
export async function readAll(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function ask({ stdin, stderr, signal }: Surroundings, question: string, isHidden: boolean): Promise<string> {
  if (stdin.isTTY !== true)
    throw new UsageError(`There is no terminal to ask "${question.trim()}" at: give it as an option.`);
  let isMuted = false;
  // Questions go to standard error, so that standard output stays what the command was asked for.
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) stderr.write(chunk.toString('utf8'));
      done();
    },
  });
  const terminal = createInterface({ input: stdin, output, terminal: true });
  // While it reads a line it takes Ctrl-C for itself.
  const interrupted = new AbortController();
  terminal.once('SIGINT', () => interrupted.abort());
  try {
    const answer = terminal.question(question, { signal: AbortSignal.any([signal, interrupted.signal]) });
    isMuted = isHidden;
    return await answer;
  } finally {
    terminal.close();
  }
}
