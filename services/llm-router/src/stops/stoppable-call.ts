import { Problem } from '@botarmy/chassis';
import { ALL_TENANTS } from '@botarmy/contracts';
import type { StopInForce } from '@botarmy/contracts';

/** What a stop may mean of a call. */
export interface StoppableCall {
  readonly tenantId: string;
  readonly agentId?: string | undefined;
  readonly process?: string | undefined;
}

/** True when the stop means the call. */
export function concerns({ scope, target_tenant, subject }: StopInForce, call: StoppableCall): boolean {
  if (target_tenant !== ALL_TENANTS && target_tenant !== call.tenantId) return false;
  switch (scope) {
    case 'everything':
    case 'tenant':
      return true;
    case 'agent':
      return subject === call.agentId;
    case 'process':
      return subject === call.process;
  }
}

/** Why a call is refused or ended. */
export function stoppedByOperator({ stop_id }: StopInForce): Problem {
  return new Problem({
    status: 503,
    code: 'stopped-by-operator',
    title: 'Stopped by an operator',
    detail: `Operators stopped this kind of work (${stop_id}). It can go on when the stop is lifted.`,
  });
}
