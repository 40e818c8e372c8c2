import { Controller, HttpCode, Post } from '@nestjs/common';

import { estimateRun, EstimateRunReply, EstimateRunRequest } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Compiling a definition and asking the router about every agent takes a while. */
const TIMEOUT_MS = 15_000;

/** What a workflow will take, said before it is started. */
@Controller('api/workflows')
export class EstimateController {
  constructor(private readonly asker: Asker) {}

  @Post('estimate')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Describes({
    operationId: 'estimateWorkflow',
    summary: 'Critical path, approvals, cost band and what is missing for a run, before it is started',
    body: EstimateRunRequest,
    reply: EstimateRunReply,
    problems: {
      422: ['unknown-process', 'unknown-process-version', 'process-chosen-twice', 'invalid-definition'],
    },
  })
  estimate(
    @ShapedBody(EstimateRunRequest) body: EstimateRunRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<EstimateRunReply> {
    return this.asker.ask(estimateRun, body, caller, TIMEOUT_MS);
  }
}
