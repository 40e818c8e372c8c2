import type { AgentQuestion } from '@botarmy/process-engine';

import type { TaskPrompt } from '../prompt/task-prompt';

const OPEN = String.raw`(?:open|undecided|unclear|unknown|not (?:yet )?(?:decided|chosen|settled|clear|known|fixed)|to be (?:decided|chosen|settled|defined)|tbd)`;
const matter = (words: string) =>
  new RegExp(String.raw`\b(?:${words})\b[^.!?\n]{0,80}\b${OPEN}\b|\b${OPEN}\b[^.!?\n]{0,80}\b(?:${words})\b`, 'iu');

const MATTERS: readonly { readonly isOpen: RegExp; readonly questions: readonly AgentQuestion[] }[] = [
  {
    isOpen: matter('databases?|storage'),
    questions: [
      {
        id: 'database',
        text: 'What database would you prefer?',
        options: ['PostgreSQL', 'MongoDB', 'SQLite'],
        default: 'PostgreSQL',
        required: true,
      },
      {
        id: 'database-hosting',
        text: 'Who runs that database?',
        options: ['We do', 'A cloud provider'],
        default: 'A cloud provider',
        required: false,
        depends_on: { question_id: 'database', answer: 'PostgreSQL' },
      },
    ],
  },
  {
    isOpen: matter('users?|audience|who (?:will )?uses? it'),
    questions: [
      {
        id: 'users',
        text: 'Who are the users, and what do they want to get done?',
        default: 'Everybody in the team, for their daily work.',
        required: true,
      },
    ],
  },
];

/**
 * What an analyst asks before writing: only what the brief itself calls open, and only when the prompt lets it ask and nothing was
 * answered yet. Undefined when the document is to be written.
 */
export function askPeople({ mayAsk, answers, inputs }: TaskPrompt): string | undefined {
  if (mayAsk !== true || answers !== undefined) return undefined;
  const brief = inputs.find(({ path }) => /brief/iu.test(path))?.text.slice(0, 24_000) ?? '';
  const questions = MATTERS.filter(({ isOpen }) => isOpen.test(brief)).flatMap((open) => open.questions);
  if (questions.length === 0) return undefined;
  return `\`\`\`json questions\n${JSON.stringify(questions, null, 2)}\n\`\`\`\n`;
}
