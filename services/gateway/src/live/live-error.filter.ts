import { Catch, Injectable } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { WebSocket } from 'ws';

import { Logger, Problem, problemFromError } from '@botarmy/chassis';

import { AccessMetrics } from '../access/access.metrics';
import { RefusalAudit } from '../access/refusal-audit';
import { LiveClients } from './live-clients';

const AUDITED = new Set([401, 403, 404]);

/** Whatever a message's handler throws becomes an error frame; the socket stays unless its session ended. Refusals are audited. */
@Catch()
@Injectable()
export class LiveErrorFilter implements ExceptionFilter {
  constructor(
    private readonly clients: LiveClients,
    private readonly audit: RefusalAudit,
    private readonly metrics: AccessMetrics,
    private readonly logger: Logger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const ws = host.switchToWs();
    const socket = this.clients.of(ws.getClient<WebSocket>());
    const problem = problemFromError(error);
    if (socket === undefined) return;
    if (problem.status >= 500 && problem.status !== 503) this.logger.error({ err: error }, 'socket message failed');
    const { type, workflow_id } = ws.getData<{ type: string; workflow_id?: unknown }>();
    if (AUDITED.has(problem.status)) await this.record(problem, type, socket);
    socket.send({
      type: 'error',
      code: problem.code,
      message: problem.detail,
      ...(typeof workflow_id === 'string' ? { workflow_id: workflow_id.slice(0, 128) } : {}),
    });
    if (problem.status === 401) this.clients.endSession(socket);
  }

  private record(
    { status, code }: Problem,
    type: string,
    socket: NonNullable<ReturnType<LiveClients['of']>>,
  ): Promise<void> {
    this.metrics.refused(status);
    const { requestId, session } = socket;
    return this.audit.record({ requestId, session, method: 'WS', route: type, status, code });
  }
}
