import type { ServiceName } from '@botarmy/contracts';

/** A named place in a service at which it can be made to end as `kill -9` would end it. */
export interface CrashPoint {
  readonly service: ServiceName;
  readonly name: string;
}

const byService = {
  gateway: ['gateway.before-command', 'gateway.before-answer'],
  identity: ['identity.before-transaction', 'identity.after-commit'],
  orchestrator: [
    'orchestrator.before-transaction',
    'orchestrator.after-commit',
    'orchestrator.before-ack',
    'relay.before-publish',
    'relay.after-publish',
  ],
  'agent-runner': [
    'runner.before-call',
    'runner.in-call',
    'runner.after-call',
    'runner.before-store',
    'runner.after-store',
    'runner.before-publish',
    'runner.before-ack',
  ],
  'llm-router': [
    'router.before-begin',
    'router.after-begin',
    'llm.sent',
    'router.before-settle',
    'router.after-settle',
    'relay.before-publish',
    'relay.after-publish',
  ],
  hitl: ['hitl.before-transaction', 'hitl.after-commit', 'relay.before-publish', 'relay.after-publish'],
  artifacts: [
    'artifacts.after-blob',
    'artifacts.before-transaction',
    'artifacts.after-commit',
    'relay.before-publish',
    'relay.after-publish',
  ],
} as const satisfies Partial<Record<ServiceName, readonly string[]>>;

/** Points that no workflow passes, with the test that kills there. */
export const BESIDE_WORKFLOWS: readonly CrashPoint[] = [
  // services/hitl/src/conversations/answers-killed.int.spec.ts
  { service: 'hitl', name: 'hitl.before-answer' },
  { service: 'hitl', name: 'hitl.after-answer' },
];

/** Every named point of every service that a workflow passes, in the order a step passes the services. */
export const CRASH_POINTS: readonly CrashPoint[] = Object.entries(byService).flatMap(([service, names]) =>
  names.map((name) => ({ service: service as ServiceName, name })),
);

/** One point per kind of step: for the short run. */
export const REPRESENTATIVE_POINTS: readonly CrashPoint[] = CRASH_POINTS.filter(({ service, name }) =>
  [
    'gateway gateway.before-answer',
    'identity identity.after-commit',
    'orchestrator orchestrator.after-commit',
    'orchestrator relay.after-publish',
    'agent-runner runner.in-call',
    'agent-runner runner.after-store',
    'llm-router llm.sent',
    'llm-router router.before-settle',
    'hitl hitl.after-commit',
    'artifacts artifacts.after-blob',
  ].includes(`${service} ${name}`),
);
