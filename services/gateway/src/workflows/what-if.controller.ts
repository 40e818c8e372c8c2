import { Controller, Get, Post } from '@nestjs/common';

import { getWhatIf, startWhatIf, StartWhatIfReply, WhatIfView } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { WhatIfBody } from './what-if-body';

/** A definition is compiled first. */
const START_TIMEOUT_MS = 10_000;

/** What recorded workflows would have come to with other models or another process. */
@Controller('api')
export class WhatIfController {
  constructor(private readonly asker: Asker) {}

  @Post('workflows/:workflow_id/what-if')
  @RequiresRole('operator')
  @Describes({
    operationId: 'startWhatIf',
    summary:
      'Run the workflow again with other models or another process; recorded answers are used while requests are identical',
    parameters: ['workflow_id'],
    body: WhatIfBody,
    reply: StartWhatIfReply,
    status: 201,
    problems: {
      404: ['workflow-not-found'],
      422: [
        'nothing-changed',
        'unknown-agent',
        'unknown-process-version',
        'process-chosen-twice',
        'invalid-definition',
      ],
    },
  })
  start(
    @PathId('workflow_id') workflow_id: string,
    @ShapedBody(WhatIfBody) body: WhatIfBody,
    @CurrentCaller() caller: Caller,
  ): Promise<StartWhatIfReply> {
    return this.asker.ask(startWhatIf, { workflow_id, ...body }, caller, START_TIMEOUT_MS);
  }

  @Get('what-if/:workflow_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getWhatIf',
    summary: 'How a what-if run stands: first divergence, cost and time beside the recorded run, its documents',
    parameters: ['workflow_id'],
    reply: WhatIfView,
    problems: { 404: ['what-if-not-found'] },
  })
  view(@PathId('workflow_id') run_id: string, @CurrentCaller() caller: Caller): Promise<WhatIfView> {
    return this.asker.ask(getWhatIf, { run_id }, caller);
  }
}
