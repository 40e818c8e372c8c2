import { Module } from '@nestjs/common';

import { Clock, Logger, SERVICE_NAME, ShutdownHooks } from '@botarmy/chassis';
import { createId, DEFAULT_TENANT_ID, readConfiguration, serviceCaller } from '@botarmy/contracts';

import { Asker } from '../ask/asker';
import { Broker } from '../connection/broker';
import { ConfigurationInForce } from './configuration-in-force';

/** Gives a service `ConfigurationInForce`, which asks the orchestrator; `readConfiguration` names who may. */
@Module({
  providers: [
    {
      provide: ConfigurationInForce,
      inject: [Asker, Broker, Clock, Logger, ShutdownHooks, SERVICE_NAME],
      useFactory: createBook,
    },
  ],
  exports: [ConfigurationInForce],
})
export class ConfigurationInForceModule {}

function createBook(
  asker: Asker,
  broker: Broker,
  clock: Clock,
  logger: Logger,
  shutdown: ShutdownHooks,
  service: string,
): ConfigurationInForce {
  const source = async (after: number) => {
    const caller = serviceCaller(service, DEFAULT_TENANT_ID, createId('req'));
    return (await asker.ask(readConfiguration, { after }, caller)).scopes;
  };
  const book = new ConfigurationInForce({ broker, source, clock, logger, shutdown });
  book.start();
  return book;
}
