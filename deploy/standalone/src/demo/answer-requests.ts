import { createInterface } from 'node:readline/promises';

import { plainLine } from '@botarmy/cli';
import type { HitlRequestView } from '@botarmy/sdk';

import type { Print } from '../terminal/print';
import { askQuestions } from './ask-questions';

/** A person's answer to an approval. */
export interface Answer {
  readonly response: 'approved' | 'modified' | 'rejected';
  readonly feedback?: string;
  /** Answers to an agent's questions, by id of the question. */
  readonly input?: Record<string, unknown>;
}

/** Decides on a request; `settled` says that somebody else did. */
export type Decide = (request: HitlRequestView, settled: AbortSignal) => Promise<Answer>;

/** For runs without a terminal: the demo user approves, and the record says why. */
export const approveUnasked: Decide = async () => ({
  response: 'approved',
  feedback: 'Approved by the demo without a person: there was no terminal to ask at.',
});

const letters: Readonly<Record<string, Answer['response']>> = { a: 'approved', m: 'modified', r: 'rejected' };

/** Asks the person at the terminal. */
export function askAtTerminal(print: Print, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Decide {
  return async (request, settled) => {
    print('');
    print(`Your decision is needed: ${plainLine(request.title)}`);
    print(`  ${plainLine(request.description)}`);
    print(`  Documents: ${request.context.artifacts.map(plainLine).join(', ')}`);
    const terminal = createInterface({ input, output });
    // While it reads a line it takes Ctrl-C for itself.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      const { questions } = request;
      if (questions !== undefined) {
        const ask = (text: string): Promise<string> => terminal.question(text, { signal: settled });
        return { response: 'approved', input: await askQuestions(questions, ask, print) };
      }
      const response = await askResponse((question) => terminal.question(question, { signal: settled }));
      if (response === 'approved') return { response };
      const purpose = response === 'modified' ? 'What is to be changed' : 'Why';
      return {
        response,
        feedback: await askText((question) => terminal.question(question, { signal: settled }), purpose),
      };
    } finally {
      terminal.close();
    }
  };
}

type Question = (text: string) => Promise<string>;

async function askResponse(question: Question): Promise<Answer['response']> {
  for (;;) {
    const typed = (await question('  [a]pprove, [m]odify or [r]eject? ')).trim().toLowerCase();
    const response = letters[typed.charAt(0)];
    if (response !== undefined) return response;
  }
}

async function askText(question: Question, purpose: string): Promise<string> {
  for (;;) {
    const text = (await question(`  ${purpose}? `)).trim();
    if (text !== '') return text;
  }
}
