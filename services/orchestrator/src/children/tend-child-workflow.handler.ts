import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { crashPoint } from '@botarmy/chassis';
import { orchestratorTendChildWorkflow, TendChildWorkflow } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { ChildWorkflows } from './child-workflows';

@Controller()
export class TendChildWorkflowHandler {
  constructor(private readonly children: ChildWorkflows) {}

  @Handles(orchestratorTendChildWorkflow)
  async handle(@Payload() child: TendChildWorkflow, @Ctx() delivery: Delivery): Promise<void> {
    await this.children.tend(child, delivery);
    crashPoint('orchestrator.before-ack');
  }
}
