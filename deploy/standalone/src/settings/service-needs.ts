import type { ServiceName } from '@botarmy/contracts';

/** Services with a schema of their own; `services/<name>/prisma/migrations` holds what goes in besides the messaging tables. */
export const STORING_SERVICES: readonly ServiceName[] = [
  'identity',
  'orchestrator',
  'llm-router',
  'hitl',
  'artifacts',
  'insights',
  'notifier',
];

/** Services that talk to nobody over NATS. */
export const SERVICES_WITHOUT_BROKER: readonly ServiceName[] = ['model-simulator'];
