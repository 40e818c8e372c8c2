import { SeededChoice } from '../language/seeded-choice';
import { capitalised, joinedWithAnd } from '../language/word-forms';
import type { Turn } from '../prompt/task-prompt';
import { understandText } from '../understanding/understand';

const GREETING = /^\s*(?:hi|hello|hey|good (?:morning|day|evening)|moin|hallo|bonjour|hola)\b[\s\S]{0,20}$/iu;
const LABEL = 'This is a simulated answer';

/** A short answer to a prompt without task structure, made of the words of the last user turn. */
export function answerChat(turns: readonly Turn[]): string {
  const question =
    turns
      .filter((turn) => turn.role === 'user')
      .at(-1)
      ?.text.trim() ?? '';
  if (!question) return `${LABEL}: the message was empty. Say what you would like to know.`;
  if (GREETING.test(question))
    return `Hello! ${LABEL}: no provider key is configured. Describe what you want to build or ask about a document.`;
  const about = understandText(question);
  const say = new SeededChoice(question);
  const topic = quoted(question);
  const nouns = joinedWithAnd(about.entities.slice(0, 3));
  const opening = question.includes('?')
    ? say.of('opening', `You ask: "${topic}".`, `On your question "${topic}":`)
    : say.of('opening', `You write: "${topic}".`, `About "${topic}":`);
  const [figure] = about.figures;
  const [constraint] = about.constraints;
  return [
    opening,
    say.of(
      'body',
      `What matters here is ${nouns}; start with the one that the others depend on.`,
      `I would look at ${nouns} first and decide the rest from there.`,
    ),
    ...(figure ? [`${capitalised(figure.clause)} is a figure to hold the result against.`] : []),
    ...(constraint && constraint !== figure?.clause ? [`Keep in mind: ${constraint}.`] : []),
    `${LABEL}, made from your words without a model.`,
  ].join(' ');
}

function quoted(text: string): string {
  const words = text.replace(/\s+/g, ' ').split(' ');
  return words.length > 16 ? `${words.slice(0, 16).join(' ')} ...` : words.join(' ');
}
