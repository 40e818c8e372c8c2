import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

const RESPONSES = ['approve', 'modify', 'reject', 'approved', 'modified', 'rejected'] as const;

export const respondToHitlRequest: Command = {
  name: 'hitl respond',
  summary: 'Answer a request: approve, modify or reject',
  arguments: ['request-id', 'response'],
  options: {
    feedback: {
      type: 'string',
      value: '<text>',
      description: 'what the agent is told; "modify" needs it or --modification',
    },
    modification: { type: 'string', value: '<text>', multiple: true, description: 'one thing to change' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const request_id = invocation.requiredArgument('request-id');
    const response = closedChoice('<response>', invocation.requiredArgument('response'), RESPONSES);
    if (response === undefined) throw new UsageError('<response> is missing.', respondToHitlRequest.name);
    const feedback = invocation.text('feedback');
    const modifications = invocation.list('modification');
    const reply = await invocation.client.respondToHitlRequest({
      request_id,
      response,
      ...(feedback === undefined ? {} : { feedback }),
      ...(modifications.length === 0 ? {} : { modifications }),
      ...idempotencyKeyOf(invocation),
    });
    invocation.output.show(reply, () => [
      `Recorded at ${reply.resolved_at}.${reply.workflow_resumed ? ' The workflow goes on.' : ''}`,
    ]);
    return EXIT_CODES.ok;
  },
};
