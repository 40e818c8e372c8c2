/** The parts that make one hand-over of an attempt different from every other. */
interface HandOver {
  readonly workflow_id: string;
  readonly task_id: string;
  readonly attempt: number;
  readonly lease: number;
}

/** Key of the due work that looks after a hand-over. */
export function agentTaskKey({ task_id, attempt, lease }: HandOver): string {
  return `agent-task:${task_id}:${attempt}:${lease}`;
}

/** Event id of the message that hands an attempt over. */
export function agentTaskEventId({ workflow_id, task_id, attempt, lease }: HandOver): string {
  return `${workflow_id}.${task_id}.${attempt}.${lease}`;
}
