import type { Type } from '@nestjs/common';

import { Clock, Logger, MetricsRegistry, ServiceConfig, ShutdownHooks } from '@botarmy/chassis';
import { Asker, Broker, MessagingMetrics, Publisher, StreamClient } from '@botarmy/messaging';

import { ProcessAsker } from '../around/process-asker';
import { ProcessStreams } from '../around/process-streams';
import { ProcessBroker } from '../bus/process-broker';
import { ProcessClock } from '../kernel/process-clock';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { Ask } from '../mutants/mutant';
import type { World } from '../world';
import { NO_METRICS, storyLogger } from './silent';

/** A service's configuration and the class it is injected by. */
export interface ServiceConfiguration {
  readonly token: Type<ServiceConfig>;
  readonly value: ServiceConfig;
}

/** What every service gets in place of the real things, by the tokens it asks for. */
export function surroundings(
  world: World,
  process: SimulatedProcess,
  { token, value }: ServiceConfiguration,
): (readonly [unknown, unknown])[] {
  const { faults, mutant, simulation } = world;
  const tell = (line: () => string): void => simulation.tell(() => `${process.name}: ${line()}`);
  const logger = storyLogger(world.isTold ? tell : undefined);
  const broker = new ProcessBroker(process, world.bus, faults, world.checks.messages, mutant.eventIdOf).asBroker();
  const asker = new ProcessAsker(process, world.shelf, faults);
  const streams = new ProcessStreams(process, world.router, faults);
  if (mutant.ask !== undefined) asker.ask = mutant.ask(asker.ask.bind(asker) as Ask) as typeof asker.ask;
  if (mutant.complete !== undefined)
    streams.ask = mutant.complete(streams.ask.bind(streams) as Ask) as typeof streams.ask;
  return [
    [Clock, new ProcessClock(process)],
    [Logger, logger],
    [MetricsRegistry, NO_METRICS],
    [MessagingMetrics, new MessagingMetrics(NO_METRICS)],
    [ShutdownHooks, new ShutdownHooks(logger)],
    [Broker, broker],
    [Publisher, new Publisher(broker)],
    [Asker, asker.asAsker()],
    [StreamClient, streams.asStreamClient()],
    [token, value],
    [ServiceConfig, value],
  ];
}
