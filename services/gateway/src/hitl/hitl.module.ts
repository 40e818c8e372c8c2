import { Module } from '@nestjs/common';

import { GroupsController } from './groups.controller';
import { HitlController } from './hitl.controller';
import { InboxController } from './inbox.controller';

@Module({ controllers: [HitlController, InboxController, GroupsController] })
export class HitlModule {}
