import { Module } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks } from '@botarmy/chassis';
import type { ConfigurationScope } from '@botarmy/contracts';
import { Broker, ConfigurationInForce } from '@botarmy/messaging';

import { RuntimeSettings } from './runtime-settings';

/** The configuration in force, read from the orchestrator's own database. */
@Module({
  providers: [
    {
      provide: ConfigurationInForce,
      inject: [Database, Broker, Clock, Logger, ShutdownHooks],
      useFactory: createBook,
    },
    RuntimeSettings,
  ],
  exports: [RuntimeSettings],
})
export class SettingsModule {}

async function createBook(
  database: Database,
  broker: Broker,
  clock: Clock,
  logger: Logger,
  shutdown: ShutdownHooks,
): Promise<ConfigurationInForce> {
  const source = async (after: number): Promise<ConfigurationScope[]> => {
    const rows = await database.read<{ target_tenant: string; entries: object; revision: string }>(
      'configuration_after',
      after,
    );
    return rows.map(({ target_tenant, entries, revision }) => ({
      target_tenant,
      values: entries,
      revision: Number(revision),
    }));
  };
  const book = new ConfigurationInForce({ broker, source, clock, logger, shutdown });
  // No workflow is decided on defaults that somebody changed.
  await book.read();
  book.start();
  return book;
}
