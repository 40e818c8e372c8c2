/** Names of the JetStream streams; nothing outside `contracts` spells one. */
export type StreamName = 'AGENT_TASKS' | 'COMMANDS' | 'EVENTS';

/** How a stream is provisioned; the orchestrator creates it and reads it back to compare. */
export interface StreamDeclaration {
  readonly name: StreamName;
  readonly subjects: readonly string[];
  /** `workqueue`: a message is gone once its one consumer acknowledged it; `limits`: it stays until too old. */
  readonly retention: 'workqueue' | 'limits';
  /** Seconds a message is kept at most; PostgreSQL is the truth, so losing one costs time and nothing else. */
  readonly maxAgeSeconds: number;
  /** Seconds in which the broker swallows a repeated message id. */
  readonly duplicateWindowSeconds: number;
  readonly description: string;
}

const DAY_SECONDS = 86_400;

/** Every stream of the platform. */
export const STREAMS: readonly StreamDeclaration[] = [
  {
    name: 'AGENT_TASKS',
    subjects: ['cmd.*.agent-task.>'],
    retention: 'workqueue',
    maxAgeSeconds: 7 * DAY_SECONDS,
    duplicateWindowSeconds: 120,
    description: 'Attempts waiting for an agent runner, one subject per pool.',
  },
  {
    name: 'COMMANDS',
    subjects: ['cmd.*.hitl-request.>', 'cmd.*.workflow.>'],
    retention: 'workqueue',
    maxAgeSeconds: 7 * DAY_SECONDS,
    duplicateWindowSeconds: 120,
    description: 'Commands between services that are not agent tasks.',
  },
  {
    name: 'EVENTS',
    subjects: ['evt.>'],
    retention: 'limits',
    maxAgeSeconds: 3 * DAY_SECONDS,
    duplicateWindowSeconds: 120,
    description: 'Facts: every service may read those it declares a consumer for.',
  },
];
