import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';

const SCOPES = ['everything', 'tenant', 'process', 'agent'] as const;

export const stopWork: Command = {
  name: 'stop',
  summary: 'Stop an agent, a process, a tenant or everything until the stop is lifted',
  arguments: ['what', '[name]'],
  options: {
    reason: { type: 'string', value: '<text>', description: 'why; it is on record' },
    'all-tenants': { type: 'boolean', description: 'the agent or process in every tenant' },
  },
  async run(invocation) {
    const scope = closedChoice('what', invocation.requiredArgument('what'), SCOPES);
    const reason = invocation.text('reason');
    if (scope === undefined || reason === undefined) throw new UsageError('Say why with --reason <text>.');
    const subject = invocation.argument('name');
    const reply = await invocation.client.stopWork({
      scope,
      reason,
      ...(subject === undefined ? {} : { subject }),
      ...(invocation.flag('all-tenants') ? { all_tenants: true } : {}),
    });
    invocation.output.show(reply, () => [
      `Stopped since ${reply.stopped_at} (${reply.stop_id}); ${reply.taken_back} attempts were taken back.`,
      `Lift it with: botarmy lift ${reply.stop_id}`,
    ]);
    return EXIT_CODES.ok;
  },
};
