import { Module } from '@nestjs/common';

import { ModelHealth } from './model-health';

@Module({ providers: [ModelHealth], exports: [ModelHealth] })
export class HealthModule {}
