import { PassThrough } from 'node:stream';

import type { HitlRequestView } from '@botarmy/sdk';

import { approveUnasked, askAtTerminal } from './answer-requests';

const request = {
  title: 'Architecture Review\u001b[31m Required',
  description: 'Look at it.',
  context: { stage: 'design', artifacts: ['architecture.md'] },
} as HitlRequestView;

describe('an approval in the demo', () => {
  const open = new AbortController().signal;
  const lines: string[] = [];
  beforeEach(() => lines.splice(0));

  /** Types one answer for each question asked. */
  const ask = (answers: readonly string[], settled = open, about = request) => {
    const [input, output, rest] = [new PassThrough(), new PassThrough(), [...answers]];
    output.setEncoding('utf8').on('data', (text: string) => {
      const answer = text.endsWith('? ') ? rest.shift() : undefined;
      if (answer !== undefined) input.write(`${answer}\n`);
    });
    return askAtTerminal((line) => lines.push(line), input, output)(about, settled);
  };

  it('is given without a person when there is no terminal, and says so', async () => {
    expect(await approveUnasked(request, open)).toEqual({
      response: 'approved',
      feedback: expect.stringContaining('without a person'),
    });
  });

  it('shows what is to be decided, without escape sequences, and takes a letter or a word', async () => {
    expect(await ask(['Approve'])).toEqual({ response: 'approved' });
    expect(lines.join('\n')).toContain('Your decision is needed: Architecture Review Required');
    expect(lines.join('\n')).toContain('Documents: architecture.md');
  });

  it('asks again until the answer is one of the three', async () => {
    expect(await ask(['yes', '', 'a'])).toEqual({ response: 'approved' });
  });

  it.each([
    ['m', 'modified'],
    ['reject', 'rejected'],
  ])('wants words after %s', async (typed, response) => {
    expect(await ask([typed, '  ', 'Use fewer services.'])).toEqual({ response, feedback: 'Use fewer services.' });
  });

  it('takes answers to what an agent asks, by number, as text or by default', async () => {
    const questions = [
      {
        id: 'database',
        text: 'Which database?',
        options: ['PostgreSQL', 'SQLite'],
        default: 'PostgreSQL',
        required: true,
      },
      {
        id: 'file',
        text: 'Where is its file?',
        required: false,
        depends_on: { question_id: 'database', answer: 'SQLite' },
      },
      { id: 'cluster', text: 'Which cluster?', required: false, depends_on: { question_id: 'database', answer: 'x' } },
      { id: 'users', text: 'How many?', schema: { type: 'integer' }, default: 5, required: true },
      { id: 'remote', text: 'From home?', schema: { type: 'boolean' }, required: true },
    ];
    const about: HitlRequestView = { ...request, questions };
    expect(await ask(['2', 'in /srv', '', 'true'], open, about)).toEqual({
      response: 'approved',
      input: { database: 'SQLite', file: 'in /srv', users: 5, remote: true },
    });
    expect(lines).toContain('    1. PostgreSQL');
  });

  it('is withdrawn when somebody else answered', async () => {
    const settled = new AbortController();
    const asking = ask([], settled.signal);
    settled.abort();
    await expect(asking).rejects.toThrow();
  });
});
