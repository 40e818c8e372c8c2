import { EXIT_CODES } from '../exit-codes';
import type { Command, Invocation } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

async function decide(invocation: Invocation, response: 'approve' | 'reject', feedback: string | undefined) {
  const reply = await invocation.client.respondToHitlRequest({
    request_id: invocation.requiredArgument('request-id'),
    response,
    ...(feedback === undefined ? {} : { feedback }),
    ...idempotencyKeyOf(invocation),
  });
  const { resolved_at, workflow_resumed, votes } = reply;
  const given = votes?.approved_by.length ?? 0;
  invocation.output.show(reply, () => [
    `Recorded at ${resolved_at}.` +
      (workflow_resumed ? ' The workflow goes on.' : ` ${given} of ${votes?.needed ?? 1} have approved.`),
  ]);
  return EXIT_CODES.ok;
}

export const approve: Command = {
  name: 'approve',
  summary: 'Approve what waits for your decision',
  arguments: ['request-id'],
  options: {
    feedback: { type: 'string', value: '<text>', description: 'what the others and the agent are told' },
    ...idempotencyKeyOption,
  },
  run: (invocation) => decide(invocation, 'approve', invocation.text('feedback')),
};

export const reject: Command = {
  name: 'reject',
  summary: 'Reject what waits for your decision, with the reason',
  arguments: ['request-id', 'reason'],
  options: idempotencyKeyOption,
  run: (invocation) => decide(invocation, 'reject', invocation.requiredArgument('reason')),
};
