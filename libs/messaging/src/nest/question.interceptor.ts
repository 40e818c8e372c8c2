import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { NatsContext } from '@nestjs/microservices';
import { defer, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';

import { Problem, runWithTraceContext, withCorrelation, withSpan } from '@botarmy/chassis';
import { assertPayload, hasRole, InvalidPayloadError, QUESTIONS } from '@botarmy/contracts';
import type { Caller, QuestionDeclaration } from '@botarmy/contracts';

import { callerFrom } from '../ask/caller-headers';
import { headersOf } from './answers.decorator';

const bySubject = new Map(QUESTIONS.map((question) => [question.subject, question]));

/** In front of every answer: checks the shape, checks the caller's role again, continues the trace. */
export class QuestionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rpc = context.switchToRpc();
    const subject = rpc.getContext<NatsContext>().getSubject();
    const headers = headersOf(context);
    return defer(() => {
      const question = bySubject.get(subject);
      if (question === undefined) throw new Error(`no declared question has the subject ${subject}`);
      const caller = callerFrom(headers);
      assertMayAsk(question, caller);
      assertShape(question, rpc.getData());
      const fields = { tenant_id: caller?.tenant_id, request_id: caller?.request_id, user_id: caller?.user_id };
      return runWithTraceContext(headers, () =>
        withCorrelation(fields, () =>
          withSpan(`answer ${subject}`, { 'messaging.system': 'nats' }, () => lastValueFrom(next.handle()), 'server'),
        ),
      );
    });
  }
}

function assertMayAsk(question: QuestionDeclaration, caller: Caller | undefined): void {
  if (question.role === 'anonymous') return;
  if (caller !== undefined && hasRole(caller.role, question.role)) return;
  const detail = `This needs the role "${question.role}" or a higher one: ask an administrator.`;
  throw new Problem({ status: 403, code: 'role-missing', title: 'Not allowed', detail });
}

function assertShape(question: QuestionDeclaration, request: unknown): void {
  try {
    assertPayload(question.request, request);
  } catch (cause) {
    if (!(cause instanceof InvalidPayloadError)) throw cause;
    throw new Problem({
      status: 400,
      code: 'validation-failed',
      title: 'Validation failed',
      detail: 'Correct the fields listed under "errors" and send the request again.',
      errors: cause.problems.map(({ pointer, detail }) => ({
        path: pointer.slice(1).replaceAll('/', '.'),
        message: detail,
      })),
      cause,
    });
  }
}
