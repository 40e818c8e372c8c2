/** Every deployable service of the platform; the name is also its NATS user and its inbox prefix. */
export const SERVICE_NAMES = [
  'gateway',
  'identity',
  'orchestrator',
  'agent-runner',
  'llm-router',
  'hitl',
  'artifacts',
  'insights',
  'notifier',
  'model-simulator',
] as const;

/** Name of a service. */
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Inbox prefix of a service: no service may read another's replies. */
export function inboxPrefix(service: ServiceName): string {
  return `_INBOX_${service}`;
}

/** PostgreSQL schema of a service (its login role is `botarmy_<schema>`). */
export function databaseSchema(service: ServiceName): string {
  return service.replaceAll('-', '_');
}
