import type { FastifyReply } from 'fastify';

import { Problem } from '@botarmy/chassis';

/** A signal that is aborted when the client closes its connection before it has the whole answer. */
export function clientLeaving({ raw }: FastifyReply): AbortController {
  const leaving = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) leaving.abort(clientGone());
  });
  return leaving;
}

function clientGone(): Problem {
  const detail = 'The client closed the connection before it had the answer; the part so far is paid and on record.';
  return new Problem({ status: 499, code: 'client-closed-request', title: 'Client closed request', detail });
}
