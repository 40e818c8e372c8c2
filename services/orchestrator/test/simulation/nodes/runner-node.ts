import type { Type } from '@nestjs/common';

import { agentPoolConsumer } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';
import { AGENT_POOLS_PATTERN } from '@botarmy/messaging';
import type { DeadLetterStore } from '@botarmy/messaging';

import { SimulatedProcess } from '../kernel/simulated-process';
import type { World } from '../world';
import { consume, handlerOf } from './consume';
import { Container } from './container';
import { findEndpoints } from './find-endpoints';
import { surroundings } from './surroundings';
import type { ServiceConfiguration } from './surroundings';

/** What the simulation runs of the agent runner; given by whoever puts the two services together. */
export interface RunnerParts {
  /** Module whose one handler takes agent tasks. */
  readonly module: Type<object>;
  readonly deadLetters: Type<DeadLetterStore>;
  readonly configuration: (pools: readonly string[]) => ServiceConfiguration;
}

/** One runner process with the real logic of attempts. */
export class RunnerNode {
  readonly process: SimulatedProcess;

  constructor(world: World, name: string) {
    const { module, deadLetters, configuration } = world.runnerParts;
    const pools = world.library.pools();
    this.process = new SimulatedProcess(world.simulation, name);
    const container = new Container(surroundings(world, this.process, configuration(pools)));
    world.mutant.runner?.(container);
    const store = container.get(deadLetters);
    const endpoints = findEndpoints(module);
    for (const { controller } of endpoints) container.get(controller);
    container.initialise();
    for (const { controller, method, pattern } of endpoints) {
      if (pattern !== AGENT_POOLS_PATTERN) continue;
      const handler = handlerOf(container.get(controller), method);
      for (const pool of pools) {
        consume(container, agentPoolConsumer(pool) as ConsumerDeclaration, handler, store, world.settings.concurrency);
      }
    }
  }
}
