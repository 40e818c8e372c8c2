import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { throwError } from 'rxjs';

import { problemFromError } from '../errors/problem-from-error';
import { correlationFields } from '../logging/correlation';
import type { Logger } from '../logging/logger';
import { replyWithProblem } from './problem-reply';

/**
 * The last stop of everything thrown in a service. HTTP gets problem+json; request/reply and WebSocket handlers
 * get the same body as the error of their answer.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void | Observable<never> {
    if (host.getType() === 'http') {
      const http = host.switchToHttp();
      replyWithProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.logger);
      return;
    }
    const problem = problemFromError(error);
    if (problem.status >= 500) this.logger.error({ err: error }, 'message handler failed');
    return throwError(() => problem.toBody({ requestId: correlationFields().request_id }));
  }
}
