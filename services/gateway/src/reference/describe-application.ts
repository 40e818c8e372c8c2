import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { ChassisModule, createLogger } from '@botarmy/chassis';

import { listEntries } from '../access/entry-catalog';
import { AppModule } from '../app.module';
import { GatewayConfig } from '../config';
import { buildDocument } from '../openapi/build-document';
import { routesPage } from './routes-page';

@Module({})
class DescribedModule {}

/** Both generated pages, from the code alone: nothing is instantiated or connected. */
export async function describeApplication(): Promise<{ openapi: string; routes: string }> {
  const chassis = ChassisModule.forService({
    name: 'gateway',
    config: new GatewayConfig(),
    logger: createLogger({ level: 'silent' }),
  });
  const app = await NestFactory.create(
    { module: DescribedModule, imports: [chassis, AppModule] },
    new FastifyAdapter(),
    { preview: true, logger: false, abortOnError: false },
  );
  return {
    openapi: `${JSON.stringify(buildDocument(app), undefined, 2)}\n`,
    routes: routesPage(listEntries(app)),
  };
}
