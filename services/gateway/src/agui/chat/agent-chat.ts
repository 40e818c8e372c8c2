import { createHash } from 'node:crypto';

import { EventType } from '@ag-ui/core';
import type { AGUIEvent, RunAgentInput } from '@ag-ui/core';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Clock, problemFromError } from '@botarmy/chassis';
import { converse } from '@botarmy/contracts';
import type { Caller, ConverseReply } from '@botarmy/contracts';
import { StreamClient } from '@botarmy/messaging';

import { EventStream } from '../../http/event-stream';
import { briefOf } from '../read-run-input';
import { ChatMessage } from './chat-message';

/** Proxies close what is silent for longer. */
const KEEP_ALIVE_MS = 15_000;

/** What a client asks an agent. */
export interface ChatAsked {
  readonly agentId: string;
  readonly input: RunAgentInput;
  readonly caller: Caller;
  /** Characters of the answer the client has that comes back. */
  readonly sent: number;
}

/** A conversation with one agent: every run on a thread says one thing and brings the answer. */
@Injectable()
export class AgentChat {
  constructor(
    private readonly streams: StreamClient,
    private readonly clock: Clock,
  ) {}

  /**
   * Says something and tells the answer while it is written. Who leaves ends nothing: asked again, the same run brings the same answer.
   *
   * @throws {Problem} what keeps the agent from answering, as long as nothing was sent.
   */
  async tell({ agentId, input, caller, sent }: ChatAsked, reply: FastifyReply): Promise<void> {
    const { threadId, runId, protocolVersion } = input;
    const content = briefOf(input);
    const events = new EventStream(reply, () => undefined);
    const send = (event: AGUIEvent, id?: string): void => {
      if (!events.isOpen && sent === 0) events.send(startOf(input));
      events.send(event, id === undefined ? {} : { id });
    };
    const message = new ChatMessage(`${runId}.answer`, sent, send);
    const idempotency_key = keyOf(agentId, threadId, runId);
    const keepAlive = this.keepAlive(events);
    try {
      const request = { agent_id: agentId, thread: threadId, content };
      const answer = await this.streams.ask(
        converse,
        request,
        { ...caller, idempotency_key },
        { onDelta: (text, offset) => message.add(text, offset), onReset: () => message.restart() },
      );
      message.complete(answer.text);
      send(endOf(answer, threadId, runId));
    } catch (error) {
      if (!events.isOpen) throw error;
      const { code, detail } = problemFromError(error);
      message.close();
      send({ type: EventType.RUN_ERROR, code, message: detail });
    } finally {
      keepAlive.cancel();
      events.end();
    }
    function startOf({ parentRunId }: RunAgentInput): AGUIEvent {
      const version = protocolVersion === undefined ? {} : { protocolVersion };
      const parent = parentRunId === undefined ? {} : { parentRunId };
      return { type: EventType.RUN_STARTED, threadId, runId, ...version, ...parent };
    }
  }

  private keepAlive(events: EventStream): { cancel(): void } {
    const tick = (): void => {
      if (events.isOpen) events.comment('keep-alive');
      timer = this.clock.setTimer(KEEP_ALIVE_MS, tick);
    };
    let timer = this.clock.setTimer(KEEP_ALIVE_MS, tick);
    return { cancel: () => timer.cancel() };
  }
}

function endOf(answer: ConverseReply, threadId: string, runId: string): AGUIEvent {
  const { conversation_id, message_id, answer_id, status, text } = answer;
  if (status !== 'complete') {
    return { type: EventType.RUN_ERROR, code: 'ANSWER_FAILED', message: text || 'The agent gave no answer.' };
  }
  const result = { conversation_id, message_id, answer_id };
  return { type: EventType.RUN_FINISHED, threadId, runId, outcome: { type: 'success' }, result };
}

function keyOf(...parts: readonly string[]): string {
  return `agui-${createHash('sha256')
    .update(JSON.stringify(['chat', ...parts]))
    .digest('hex')
    .slice(0, 48)}`;
}
