import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';
import { cancelWorkflow, CancelWorkflowReply } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller, CurrentSession } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import type { VerifiedSession } from '../access/verified-session';
import { PathId, PathName, PathRunTarget } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { AguiRuns } from './agui-runs';
import { AguiCapabilities } from './capabilities';
import { AgentChat } from './chat/agent-chat';
import { charactersOf } from './chat/chat-message';
import { readRunInput } from './read-run-input';
import { AguiRunBody } from './run-body';
import { readEventId } from './run/event-id';
import type { RunPosition } from './run/event-id';

/** AG-UI 1.0 over server-sent events: workflows for any client that speaks the protocol. */
@Controller('agui')
export class AguiController {
  constructor(
    private readonly runs: AguiRuns,
    private readonly chat: AgentChat,
    private readonly asker: Asker,
  ) {}

  @Get('capabilities')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getAguiCapabilities',
    summary: 'Say what the AG-UI door can do',
    reply: AguiCapabilities,
  })
  capabilities(): AguiCapabilities {
    return new AguiCapabilities();
  }

  @Post('workflows/:run_target')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Describes({
    operationId: 'runAguiWorkflow',
    summary: 'Run AG-UI: a process by its name begins a workflow, an id joins one, resume answers its questions',
    parameters: ['run_target'],
    body: AguiRunBody,
    produces: 'text/event-stream',
    isCommand: true,
    problems: {
      400: ['brief-empty', 'brief-too-long', 'resume-invalid', 'last-event-id-invalid'],
      404: ['workflow-not-found', 'hitl-request-not-found'],
      409: ['already-answered', 'request-closed', 'another code of the service asked'],
      422: ['run-input-invalid', 'content-not-supported', 'unknown-process', 'idempotency-key-reused'],
      503: ['too-many-connections', 'unavailable'],
    },
  })
  async run(
    @PathRunTarget() target: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentCaller() caller: Caller,
    @CurrentSession() session: VerifiedSession,
  ): Promise<void> {
    const input = readRunInput(request.body);
    const resumeAfter = positionOf(request.headers['last-event-id']);
    await this.runs.tell({ target, input, caller, session, resumeAfter }, reply);
  }

  @Post(':agent_id')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'runAguiAgent',
    summary: 'Run AG-UI: say something to one agent; a thread is a conversation',
    parameters: ['agent_id'],
    body: AguiRunBody,
    produces: 'text/event-stream',
    isCommand: true,
    problems: {
      400: ['last-event-id-invalid', 'resume-invalid'],
      404: ['unknown-agent'],
      422: ['run-input-invalid', 'content-not-supported'],
    },
  })
  async talk(
    @PathName('agent_id') agentId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const input = readRunInput(request.body);
    if ((input.resume ?? []).length > 0) throw nothingToResume();
    const id = request.headers['last-event-id'];
    const sent = id === undefined || id === '' ? 0 : charactersOf(String(id));
    if (sent === undefined) throw lastEventIdInvalid();
    await this.chat.tell({ agentId, input, caller, sent }, reply);
  }

  @Post('workflows/:workflow_id/cancel')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'cancelAguiWorkflow',
    summary: 'Cancel what a run began; leaving the stream cancels nothing',
    parameters: ['workflow_id'],
    reply: CancelWorkflowReply,
    isCommand: true,
    problems: { 404: ['workflow-not-found'], 409: ['a code of the engine'] },
  })
  cancel(@PathId('workflow_id') workflow_id: string, @CurrentCaller() caller: Caller): Promise<CancelWorkflowReply> {
    return this.asker.ask(cancelWorkflow, { workflow_id }, caller);
  }
}

function positionOf(header: string | string[] | undefined): RunPosition | undefined {
  if (header === undefined || header === '') return undefined;
  const position = typeof header === 'string' ? readEventId(header) : undefined;
  if (position !== undefined) return position;
  throw lastEventIdInvalid();
}

function lastEventIdInvalid(): Problem {
  return new Problem({
    status: 400,
    code: 'last-event-id-invalid',
    title: 'Last-Event-ID invalid',
    detail: 'Send the id of the last event of this run as it came, or leave the header out to be told the run anew.',
  });
}

function nothingToResume(): Problem {
  return new Problem({
    status: 400,
    code: 'resume-invalid',
    title: 'Resume invalid',
    detail: 'A conversation with an agent has no interrupts: resume on /agui/workflows.',
  });
}
