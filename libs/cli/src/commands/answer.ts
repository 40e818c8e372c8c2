import type { AskedQuestion, InteractiveSessionView, SubmittedAnswer } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { Prompter } from '../session/ask';
import type { Command, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

export const answer: Command = {
  name: 'answer',
  summary: 'Answer the questions of an agent; without --answer, --continue and --wait it asks you one by one',
  arguments: ['session-id'],
  options: {
    answer: {
      type: 'string',
      value: '<question>=<answer>',
      multiple: true,
      description: 'an option, a text, or JSON where the question has a schema',
    },
    continue: { type: 'boolean', description: 'go on and take the defaults for what is open' },
    wait: { type: 'boolean', description: 'keep the answers and wait' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const session_id = invocation.requiredArgument('session-id');
    const [goesOn, waits] = [invocation.flag('continue'), invocation.flag('wait')];
    if (goesOn && waits) throw new UsageError('--continue and --wait exclude each other.', answer.name);
    const session = await invocation.client.getInteractiveSession({ session_id });
    const given = invocation.list('answer').map((text) => readAnswer(text, session));
    if (given.length === 0 && !goesOn && !waits) return askAll(invocation, session);
    const continued = goesOn || waits ? { continue: goesOn } : {};
    return submit(invocation, session_id, given, continued);
  },
};

async function submit(
  invocation: Invocation,
  session_id: string,
  answers: SubmittedAnswer[],
  continued: { continue?: boolean },
): Promise<number> {
  const reply = await invocation.client.submitAnswers({
    session_id,
    answers,
    ...continued,
    ...idempotencyKeyOf(invocation),
  });
  invocation.output.show(reply, () => [
    reply.workflow_continued
      ? 'Answered. The workflow goes on.'
      : `Kept. Still open: ${reply.next_question?.question ?? 'nothing; say --continue to go on'}`,
  ]);
  return EXIT_CODES.ok;
}

/** Asks every open question at the terminal, follow-ups included, then goes on. */
async function askAll(invocation: Invocation, session: InteractiveSessionView): Promise<number> {
  const { session_id } = session;
  if (session.status !== 'waiting_for_answer') return submit(invocation, session_id, [], {});
  await Prompter.use(
    invocation.surroundings,
    async (prompter) => {
      let current = session.current_question;
      while (current !== null) {
        const { question_id } = current;
        const question = session.questions.find(({ id }) => id === question_id);
        const line = (await prompter.line(`${describe(question, current.question)}\n> `)).trim();
        const value = line === '' ? question?.default : valueOf(line, question);
        // Left open on purpose: the server says whether that can be.
        if (value === undefined) break;
        const answers = [{ question_id, answer: value }];
        const reply = await invocation.client.submitAnswers({ session_id, answers, continue: false });
        current = reply.next_question;
      }
    },
    answer.name,
  );
  return submit(invocation, session_id, [], { continue: true });
}

function describe(question: AskedQuestion | undefined, text: string): string {
  const options = question?.options?.map((option, index) => `  ${index + 1}. ${option}`) ?? [];
  const preset = question?.default === undefined ? [] : [`  (Enter: ${render(question.default)})`];
  return [text, ...options, ...preset].join('\n');
}

function readAnswer(text: string, { questions }: InteractiveSessionView): SubmittedAnswer {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--answer wants <question>=<answer>, not "${text}".`, answer.name);
  const question_id = text.slice(0, at).trim();
  const question = questions.find(({ id }) => id === question_id);
  return { question_id, answer: valueOf(text.slice(at + 1).trim(), question) };
}

/** The number of an option stands for it; where there is a schema, JSON is read as such. */
function valueOf(text: string, question: AskedQuestion | undefined): unknown {
  const option = question?.options?.[Number(text) - 1];
  if (option !== undefined) return option;
  if (question?.schema === undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function render(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
