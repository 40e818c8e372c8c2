import type { CompleteModelCallRequest } from '@botarmy/contracts';

import type { HistoryChecks } from '../checks/history-checks';

/** What a model writes for a task: the sections its contract asks for, or something else. */
export function documentFor(
  { folded }: HistoryChecks,
  { workflow_id, task_id, attempt, messages }: CompleteModelCallRequest,
  isGood: boolean,
): string {
  const workflow = folded.get(workflow_id);
  const task = workflow?.process.tasks[task_id.replace(/--\d+$/, '')];
  if (task === undefined || !isGood) return `# Something else\n\nAttempt ${attempt}.\n`;
  const { title, required_sections } = task.output;
  const sections = required_sections.map(
    (section) => `## ${section}\n\nAttempt ${attempt}, turn ${messages.length}.\n`,
  );
  return [`# ${title}\n`, ...sections].join('\n');
}
