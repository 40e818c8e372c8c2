import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { GroupStore } from './group-store';
import { GroupController } from './group.controller';
import { GroupRepository } from './group.repository';

@Module({ imports: [PrismaModule], controllers: [GroupController], providers: [GroupRepository, GroupStore] })
export class GroupsModule {}
