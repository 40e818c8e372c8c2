import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';

const RESOLUTIONS = ['repeat', 'accept-as-lost'] as const;

export const resolveCall: Command = {
  name: 'call resolve',
  summary: 'Decide about a call whose end nobody knows: it may be repeated, or is accepted as lost',
  arguments: ['call-id', 'decision'],
  options: { reason: { type: 'string', value: '<text>', description: 'why; it is on record' } },
  async run(invocation) {
    const call_id = invocation.requiredArgument('call-id');
    const resolution = closedChoice('decision', invocation.requiredArgument('decision'), RESOLUTIONS);
    const reason = invocation.text('reason');
    if (resolution === undefined || reason === undefined)
      throw new UsageError('Say why with --reason <text>.', resolveCall.name);
    const reply = await invocation.client.resolveModelCall({ call_id, resolution, reason });
    invocation.output.show(reply, () => [`Call ${reply.call_id}: ${reply.resolution}, since ${reply.resolved_at}.`]);
    return EXIT_CODES.ok;
  },
};
