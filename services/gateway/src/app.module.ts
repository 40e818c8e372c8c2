import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { AccessModule } from './access/access.module';
import { AgentsModule } from './agents/agents.module';
import { AguiModule } from './agui/agui.module';
import { ArtifactsModule } from './artifacts/artifacts.module';
import { BudgetsModule } from './budgets/budgets.module';
import { ConfigurationModule } from './configuration/configuration.module';
import { ConsoleModule } from './console/console.module';
import { ConversationsModule } from './conversations/conversations.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { GuardrailsModule } from './guardrails/guardrails.module';
import { HitlModule } from './hitl/hitl.module';
import { InteractiveModule } from './interactive/interactive.module';
import { KeysModule } from './keys/keys.module';
import { LiveModule } from './live/live.module';
import { OpenAiDoorModule } from './openai/openai-door.module';
import { OpenapiModule } from './openapi/openapi.module';
import { OperationsModule } from './operations/operations.module';
import { ProvenanceModule } from './provenance/provenance.module';
import { ProvidersModule } from './providers/providers.module';
import { SessionModule } from './session/session.module';
import { SystemModule } from './system/system.module';
import { UploadsModule } from './uploads/uploads.module';
import { UsageModule } from './usage/usage.module';
import { WorkflowsModule } from './workflows/workflows.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'gateway', stores: false }),
    AccessModule,
    AgentsModule,
    AguiModule,
    ArtifactsModule,
    BudgetsModule,
    ConfigurationModule,
    ConversationsModule,
    DeadLettersModule,
    GuardrailsModule,
    HitlModule,
    InteractiveModule,
    KeysModule,
    LiveModule,
    OpenAiDoorModule,
    OpenapiModule,
    OperationsModule,
    ProvenanceModule,
    ProvidersModule,
    SessionModule,
    SystemModule,
    UploadsModule,
    UsageModule,
    WorkflowsModule,
    // Last: its route is what no other matched.
    ConsoleModule,
  ],
})
export class AppModule {}
