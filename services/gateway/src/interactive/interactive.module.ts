import { Module } from '@nestjs/common';

import { InteractiveController } from './interactive.controller';

@Module({ controllers: [InteractiveController] })
export class InteractiveModule {}
