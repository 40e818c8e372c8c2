import type { CompleteModelCallRequest } from '@botarmy/contracts';
import { findTaskOf } from '@botarmy/process-engine';

import type { HistoryChecks } from '../checks/history-checks';

/** One with a default and one that people have to answer. */
const QUESTIONS = `\`\`\`json questions
[{ "id": "place", "text": "Where?", "options": ["here", "there"], "default": "here" }, { "id": "why", "text": "Why?" }]
\`\`\`
`;

/** What a model writes for a task: the sections and values its contract asks for, or something else. */
export function documentFor(
  { folded }: HistoryChecks,
  { workflow_id, task_id, attempt, messages }: CompleteModelCallRequest,
  isGood: boolean,
): string {
  const workflow = folded.get(workflow_id);
  const task = workflow === undefined ? undefined : findTaskOf(workflow.process, task_id);
  if (task === undefined || !isGood) return `# Something else\n\nAttempt ${attempt}.\n`;
  if (attempt % 3 === 1 && task.output.questions !== undefined && mayAsk(messages)) return QUESTIONS;
  const { title, required_sections, values = {} } = task.output;
  const sections = required_sections.map(
    (section) => `## ${section}\n\nAttempt ${attempt}, turn ${messages.length}.\n`,
  );
  // Later attempts write better documents, so that what is done again until it is good ends well now and then.
  const stated = Object.fromEntries(Object.keys(values).map((name) => [name, (attempt * 3 + messages.length) % 10]));
  const block = Object.keys(values).length === 0 ? [] : [`\`\`\`json values\n${JSON.stringify(stated)}\n\`\`\`\n`];
  return [`# ${title}\n`, ...sections, ...block].join('\n');
}

/** The prompt says so. */
function mayAsk(messages: CompleteModelCallRequest['messages']): boolean {
  return messages.some(({ content }) => content.includes('```json questions'));
}
