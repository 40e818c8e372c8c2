import { Module } from '@nestjs/common';

import { ResourceRulesBook } from './resource-rules-book';
import { WaitingTasks } from './waiting-tasks';

/** What decides who may work now. */
@Module({ providers: [ResourceRulesBook, WaitingTasks], exports: [ResourceRulesBook, WaitingTasks] })
export class AdmissionModule {}
