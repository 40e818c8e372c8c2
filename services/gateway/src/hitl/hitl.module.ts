import { Module } from '@nestjs/common';

import { HitlController } from './hitl.controller';

@Module({ controllers: [HitlController] })
export class HitlModule {}
