import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { WebSocket } from 'ws';

import { Problem } from '@botarmy/chassis';
import { hasRole } from '@botarmy/contracts';

import { accessOf } from '../access/requires-role.decorator';
import { roleMissing } from '../access/session-problems';
import { LiveClients } from './live-clients';

/** In front of every socket message: the session still holds, and its role reaches. */
@Injectable()
export class MessageRoleGuard implements CanActivate {
  constructor(private readonly clients: LiveClients) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = accessOf(context.getHandler());
    const socket = this.clients.of(context.switchToWs().getClient<WebSocket>());
    if (needed === undefined || needed === 'virtual-key' || socket === undefined) throw roleUndeclared();
    if (needed === 'anonymous') return true;
    const { user } = await this.clients.currentSession(socket);
    if (!hasRole(user.role, needed)) throw roleMissing(needed);
    return true;
  }
}

function roleUndeclared(): Problem {
  return new Problem({
    status: 403,
    code: 'role-undeclared',
    title: 'Not allowed',
    detail: 'This message declares no role, so nobody may send it: report it.',
  });
}
