import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import {
  rerunStale,
  restartStage,
  RestartStageRequest,
  retryTask,
  RetryTaskRequest,
  skipTask,
  SkipTaskRequest,
  WorkflowRequest,
} from '@botarmy/contracts';
import type { Caller, WorkflowControlReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { controlReply } from './control-replies';
import { RunControl } from './run-control';

/** Has work done again, or left out. */
@Controller()
export class RepeatWorkController {
  constructor(private readonly control: RunControl) {}

  @Answers(retryTask)
  retry(@Payload() request: RetryTaskRequest, @AskedBy() caller: Caller): Promise<WorkflowControlReply> {
    const { task_id, feedback = null } = request;
    const command = { type: 'retry-task', task_id, feedback, requested_by: caller.user_id } as const;
    return this.control.run(command, request, caller, controlReply);
  }

  @Answers(skipTask)
  skip(@Payload() request: SkipTaskRequest, @AskedBy() caller: Caller): Promise<WorkflowControlReply> {
    const { task_id, reason } = request;
    const command = { type: 'skip-task', task_id, reason, skipped_by: caller.user_id } as const;
    return this.control.run(command, request, caller, controlReply);
  }

  @Answers(restartStage)
  restart(@Payload() request: RestartStageRequest, @AskedBy() caller: Caller): Promise<WorkflowControlReply> {
    const { stage_id, feedback = null } = request;
    const command = { type: 'restart-stage', stage_id, feedback, requested_by: caller.user_id } as const;
    return this.control.run(command, request, caller, controlReply);
  }

  @Answers(rerunStale)
  rerun(@Payload() request: WorkflowRequest, @AskedBy() caller: Caller): Promise<WorkflowControlReply> {
    return this.control.run({ type: 'rerun-stale', requested_by: caller.user_id }, request, caller, controlReply);
  }
}
