import type { ErrorCollector } from './definition-source';
import type { ProcessIndex } from './process-index';
import { validatePolicy } from './validate-policy';

/** Who may ask people, and under which policies: one person's answer is the answer. */
export function validateQuestions(index: ProcessIndex, errors: ErrorCollector): void {
  for (const { task, path } of index.placed) {
    const { questions } = task.output;
    if (questions === undefined) continue;
    const at = [...path, 'output', 'questions'];
    if (task.agent === undefined)
      errors.add(at, 'questions-without-agent', `No agent does "${task.id}": nobody asks.`, 'Remove the questions.');
    const { policy } = questions;
    if (policy === undefined) continue;
    validatePolicy(policy, [...at, 'policy'], errors);
    const isOfSeveral = (policy.quorum ?? 1) > 1 || policy.steps !== undefined || policy.auto_approve !== undefined;
    if (!isOfSeveral) continue;
    const message = 'Questions are answered by one person: quorum, steps and auto_approve do not apply.';
    errors.add([...at, 'policy'], 'invalid-policy', message, 'Name those who may answer under "approvers".', 'key');
  }
}
