import type { Bootstrap } from '@botarmy/chassis';
import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

/**
 * The order of starting: who is called comes before who calls; the gateway comes last, so that a platform that answers is
 * complete. Stopping goes the other way round.
 */
export const START_WAVES: readonly (readonly ServiceName[])[] = [
  ['model-simulator'],
  SERVICE_NAMES.filter((name) => name !== 'model-simulator' && name !== 'gateway'),
  ['gateway'],
];

type ServiceModule = { bootstrap: Bootstrap };

/** `require`, so that a service's code is loaded when it is started here and not before. */
const loaders: Record<ServiceName, () => unknown> = {
  gateway: () => require('@botarmy/gateway'),
  identity: () => require('@botarmy/identity'),
  orchestrator: () => require('@botarmy/orchestrator'),
  'agent-runner': () => require('@botarmy/agent-runner'),
  'llm-router': () => require('@botarmy/llm-router'),
  hitl: () => require('@botarmy/hitl'),
  artifacts: () => require('@botarmy/artifacts'),
  insights: () => require('@botarmy/insights'),
  notifier: () => require('@botarmy/notifier'),
  'model-simulator': () => require('@botarmy/model-simulator'),
};

/** Loads a service into this process. */
export function loadService(name: ServiceName): ServiceModule {
  return loaders[name]() as ServiceModule;
}
