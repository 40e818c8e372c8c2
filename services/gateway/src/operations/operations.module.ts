import { Module } from '@nestjs/common';

import { LimitsController } from './limits.controller';
import { ProcessesController } from './processes.controller';
import { StopsController } from './stops.controller';

@Module({ controllers: [LimitsController, ProcessesController, StopsController] })
export class OperationsModule {}
