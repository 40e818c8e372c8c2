/** A task of a drawn process. */
export interface DrawnTask {
  readonly id: string;
  readonly kind: 'plan' | 'deliverable';
  readonly agent: string;
  readonly inputs: readonly string[];
  readonly needs: readonly string[];
  /** One instance per topic. */
  readonly isFanned?: boolean;
  /** Done again until the score of its document is as high. */
  readonly until?: number;
  readonly otherwise?: 'continue' | 'fail';
  readonly when?: string;
  readonly timeoutSeconds?: number;
  readonly deadlineSeconds?: number;
  readonly onFailure?: string;
  readonly priority?: string;
  /** The agent may ask people first. */
  readonly asks?: boolean;
  /** What undoes it when the workflow is cancelled. */
  readonly undone?: DrawnUndoing;
}

/** What undoes a task, a stage or the whole. */
export interface DrawnUndoing {
  readonly agent: string;
  readonly onFailure: string;
  readonly evenUnfinished?: boolean;
}

/** What undoes something as process.yaml states it. */
export function undoingText(indent: string, of: string, { agent, onFailure, evenUnfinished }: DrawnUndoing): string[] {
  return [
    'on_cancel:',
    '  name: Undo',
    `  agent: ${agent}`,
    '  description: Undo it.',
    `  output: { path: '${of}/undone.md', title: Undone, required_sections: [Result] }`,
    '  expected_minutes: 1',
    `  on_failure: ${onFailure}`,
    ...(evenUnfinished === true ? ['  even_unfinished: true'] : []),
  ].map((line) => `${indent}${line}`);
}

/** A task as process.yaml states it. */
export function taskText(task: DrawnTask): string {
  const { id, until, otherwise, when, timeoutSeconds, deadlineSeconds, onFailure, priority, asks, undone } = task;
  const isFanned = task.isFanned === true;
  const path = isFanned ? `'${id}/{{ item.id }}.md'` : `${id}.md`;
  const values = until === undefined ? '' : ', values: { score: { type: integer } }';
  const questions = asks === true ? ', questions: { max_rounds: 2 }' : '';
  const score = `tasks.${id.replaceAll('-', '_')}.values.score`;
  return [
    `      - id: ${id}`,
    `        kind: ${task.kind}`,
    `        name: Task ${id}`,
    `        agent: ${task.agent}`,
    '        description: Do it.',
    `        inputs: [${task.inputs.join(', ')}]`,
    ...(task.needs.length === 0 ? [] : [`        needs: [${task.needs.join(', ')}]`]),
    `        output: { path: ${path}, title: Task ${id}, required_sections: [Result]${values}${questions} }`,
    '        expected_minutes: 1',
    ...(isFanned ? ['        for_each: { in: inputs.topics, max_items: 3 }'] : []),
    ...(until === undefined
      ? []
      : [`        repeat: { until: ${score} >= ${until}, max_rounds: 3, otherwise: ${otherwise ?? 'continue'} }`]),
    ...(when === undefined ? [] : [`        when: ${when}`]),
    ...(timeoutSeconds === undefined ? [] : [`        timeout_seconds: ${timeoutSeconds}`]),
    ...(deadlineSeconds === undefined ? [] : [`        deadline_seconds: ${deadlineSeconds}`]),
    ...(onFailure === undefined ? [] : [`        on_failure: ${onFailure}`]),
    ...(priority === undefined ? [] : [`        priority: ${priority}`]),
    ...(undone === undefined ? [] : undoingText('        ', isFanned ? `${id}/{{ item.id }}` : id, undone)),
  ].join('\n');
}
