import { Module } from '@nestjs/common';

import { Database, prismaAdapter } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';

/** The Prisma client on the service's own pool; it holds no connection of its own, so nothing has to be closed. */
@Module({
  providers: [
    {
      provide: PrismaClient,
      inject: [Database],
      useFactory: (database: Database) => new PrismaClient({ adapter: prismaAdapter(database) }),
    },
  ],
  exports: [PrismaClient],
})
export class PrismaModule {}
