import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { MessagePattern, Transport } from '@nestjs/microservices';
import type { NatsContext } from '@nestjs/microservices';
import type { MsgHdrs } from 'nats';

import { Problem } from '@botarmy/chassis';
import type { Caller, QuestionDeclaration } from '@botarmy/contracts';

import { callerFrom } from '../ask/caller-headers';
import { fromNatsHeaders } from '../publish/message-headers';

/** Marks the method that answers one declared question: `(@Payload() request, @AskedBy() caller)`. */
export function Answers(question: Pick<QuestionDeclaration, 'subject'>): MethodDecorator {
  return MessagePattern(question.subject, Transport.NATS);
}

/** The verified caller of the question being answered. */
export const AskedBy = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callerFrom(headersOf(context));
  if (caller !== undefined) return caller;
  throw new Problem({
    status: 401,
    code: 'caller-missing',
    title: 'Nobody asks',
    detail: 'Questions carry their caller.',
  });
});

/** Headers of the NATS message being handled. */
export function headersOf(context: ExecutionContext): Record<string, string> {
  return fromNatsHeaders(context.switchToRpc().getContext<NatsContext>().getHeaders() as MsgHdrs | undefined);
}
