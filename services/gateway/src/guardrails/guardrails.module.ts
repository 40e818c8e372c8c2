import { Module } from '@nestjs/common';

import { GuardrailsController } from './guardrails.controller';
import { RevealController } from './reveal.controller';

@Module({ controllers: [GuardrailsController, RevealController] })
export class GuardrailsModule {}
