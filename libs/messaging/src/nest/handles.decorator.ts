import { EventPattern } from '@nestjs/microservices';

import type { ConsumerDeclaration } from '@botarmy/contracts';

/** Transport id by which Nest tells our JetStream handlers from request/reply ones. */
export const JETSTREAM = Symbol('jetstream');

/** Pattern of the one handler that serves every pool of agents. */
export const AGENT_POOLS_PATTERN = 'agent-runner-pools';

/**
 * Marks the method that handles one durable's messages: `(@Payload() payload, @Ctx() delivery)`. It returns or
 * throws; acknowledging is not its business.
 */
export function Handles(declaration: Pick<ConsumerDeclaration, 'durable'>): MethodDecorator {
  return EventPattern(declaration.durable, JETSTREAM);
}

/** Marks the method that handles agent tasks of every pool this process serves. */
export function HandlesAgentPools(): MethodDecorator {
  return EventPattern(AGENT_POOLS_PATTERN, JETSTREAM);
}
