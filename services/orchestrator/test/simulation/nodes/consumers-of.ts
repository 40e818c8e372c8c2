import { agentPoolConsumer, CONSUMERS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';

/** The durables of an installation with these pools, less those that nobody in the simulation reads. */
export function consumersOf(pools: readonly string[]): ConsumerDeclaration[] {
  const read = CONSUMERS.filter(({ service }) => service === 'orchestrator' || service === 'hitl');
  return [...read, ...pools.map((pool) => agentPoolConsumer(pool) as ConsumerDeclaration)];
}
