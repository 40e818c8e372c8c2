import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

/** What llm-router needs to take the simulated provider for all three; nothing for other services or without a simulator. */
export function simulatedProvider(service: ServiceName, simulatorUrl: string | undefined): Environment {
  if (service !== 'llm-router' || simulatorUrl === undefined) return {};
  return { SIMULATOR_URL: simulatorUrl };
}
