import { Module } from '@nestjs/common';

import { AdmissionModule } from '../admission/admission.module';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { SettingsModule } from '../settings/settings.module';
import { CommandRecords } from './command-records';
import { DecisionNotes } from './decision-notes';
import { DecisionStore } from './decision-store';
import { WorkflowExecutor } from './workflow-executor';
import { WorkflowStates } from './workflow-states';
import { WorkflowMetrics } from './workflow.metrics';

@Module({
  imports: [AdmissionModule, CatalogueModule, SettingsModule],
  providers: [CommandRecords, DecisionNotes, DecisionStore, WorkflowExecutor, WorkflowMetrics, WorkflowStates],
  exports: [CommandRecords, DecisionStore, WorkflowExecutor, WorkflowStates],
})
export class WorkflowModule {}
