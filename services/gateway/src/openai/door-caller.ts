import type { FastifyRequest } from 'fastify';

import type { Caller, VerifyVirtualKeyReply } from '@botarmy/contracts';

import { keyOf } from '../access/presented-key';
import { invalidKey } from '../access/virtual-key-verifier';

/** Who asks at the door: the tenant comes from the key and from nothing else. */
export interface DoorCaller {
  readonly key: VerifyVirtualKeyReply;
  readonly caller: Caller;
}

/** The caller behind a request the guard let through. */
export function doorCallerOf(request: FastifyRequest): DoorCaller {
  const key = keyOf(request);
  if (key === undefined) throw invalidKey();
  const { tenant_id, key_id, name } = key;
  const caller: Caller = { tenant_id, user_id: key_id, user_name: name, role: 'operator', request_id: request.id };
  return { key, caller };
}
