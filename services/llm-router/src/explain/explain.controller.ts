import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { explainRoute } from '@botarmy/contracts';
import type { Caller, ExplainRouteReply, ExplainRouteRequest } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ExplainRoute } from './explain-route';

/** Answers why a request would go where it goes. */
@Controller()
export class ExplainController {
  constructor(private readonly explaining: ExplainRoute) {}

  @Answers(explainRoute)
  explain(@Payload() request: ExplainRouteRequest, @AskedBy() caller: Caller): ExplainRouteReply {
    return this.explaining.explain(request, caller);
  }
}
