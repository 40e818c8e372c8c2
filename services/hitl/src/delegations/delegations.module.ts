import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { PeopleModule } from '../people/people.module';
import { DelegationStore } from './delegation-store';
import { DelegationController } from './delegation.controller';
import { DelegationRepository } from './delegation.repository';

@Module({
  imports: [PrismaModule, PeopleModule],
  controllers: [DelegationController],
  providers: [DelegationRepository, DelegationStore],
  exports: [DelegationRepository],
})
export class DelegationsModule {}
