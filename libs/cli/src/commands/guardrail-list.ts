import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const listGuardrails: Command = {
  name: 'guardrail list',
  summary: 'List what is done about secrets and personal data in model calls',
  async run(invocation) {
    const reply = await invocation.client.listGuardrails();
    invocation.output.show(reply, () =>
      reply.policies.length === 0
        ? ['No policy is set: what is found is noted on the call record.']
        : renderTable(
            ['route', 'rules', 'names', 'values for', 'version'],
            reply.policies.map(({ route, rules, names, restores_for, version }) => [
              route,
              rules
                .filter(({ action }) => action !== 'label')
                .map(({ kind, action }) => `${kind}=${action}`)
                .join(' ') || 'notes alone',
              String(names.length),
              restores_for,
              String(version),
            ]),
          ),
    );
    return EXIT_CODES.ok;
  },
};
