import { Injectable } from '@nestjs/common';

import type { StreamContext } from '@botarmy/messaging';

import { Guardrails } from '../guardrails/guardrails';
import type { Restorer } from '../guardrails/restorer';
import type { AskedCall } from './asked-call';
import type { RecordedAnswer } from './call-rows';
import { CompleteCall } from './complete-call';
import type { CompletedCall } from './complete-call';

/** Answers model calls behind the guardrails of their tenant: what leaves, what is recorded, and what the caller is given. */
@Injectable()
export class GuardedCalls {
  constructor(
    private readonly guardrails: Guardrails,
    private readonly calls: CompleteCall,
  ) {}

  /** @throws {Problem} what the guardrails refuse, or what `CompleteCall` does. */
  async complete(asked: AskedCall, context: StreamContext): Promise<CompletedCall> {
    const { workflow_id: workflowId } = asked.scope;
    const { prompt, guard, restorer } = await this.guardrails.admit({
      tenantId: context.caller.tenant_id,
      route: asked.route,
      prompt: asked.prompt,
      ...(workflowId === undefined ? {} : { workflowId }),
    });
    const guarded: AskedCall = { ...asked, prompt, ...(guard === undefined ? {} : { guard }) };
    if (restorer === undefined) return this.calls.complete(guarded, context);
    const { delta, reset, end } = restorer.before(context);
    const completed = await this.calls.complete(guarded, { ...context, delta, reset });
    end();
    return { ...completed, answer: restored(completed.answer, restorer) };
  }
}

/** The record keeps placeholders; whoever brought the values gets them back. */
function restored(answer: RecordedAnswer, restorer: Restorer): RecordedAnswer {
  const { content } = answer;
  return {
    ...answer,
    text: restorer.text(answer.text),
    content: content && {
      ...content,
      reasoning: content.reasoning.map((part) => restorer.reasoning(part)),
      tool_calls: content.tool_calls.map((call) => restorer.toolCall(call)),
    },
  };
}
