import { Catch } from '@nestjs/common';
import type { ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';

import { problemFromError } from '@botarmy/chassis';
import type { Logger } from '@botarmy/chassis';

import { toWire } from '../ask/problem-wire';

/** Answers of questions: whatever is thrown travels as a problem, without stack or text of unknown errors. */
@Catch()
export class AnswerErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown): Observable<never> {
    const problem = problemFromError(error);
    if (problem.status >= 500) this.logger.warn({ err: error }, 'question could not be answered');
    return throwError(() => toWire(problem));
  }
}

/** Handlers of messages: whatever is thrown reaches the settlement unchanged. */
@Catch()
export class HandlerErrorFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
