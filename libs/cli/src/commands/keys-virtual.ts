import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command, Invocation } from '../tree/command';
import { microsOf } from './budget-set';
import { closedChoice } from './closed-choice';

const PERIODS = ['day', 'month', 'total'] as const;
const MOST = { min: 1, max: 2_000_000_000 };

export const listVirtualKeys: Command = {
  name: 'keys virtual list',
  summary: 'List the keys of the OpenAI-compatible door, without their secrets',
  async run(invocation) {
    const reply = await invocation.client.listVirtualKeys();
    invocation.output.show(reply, () =>
      reply.keys.length === 0
        ? ['There is no key.']
        : renderTable(
            ['id', 'name', 'ends with', 'status', 'group', 'may ask for', 'expires', 'by'],
            reply.keys.map(({ key_id, name, ends_with, status, group_id, models, expires_at, created_by }) => [
              key_id,
              name,
              ends_with,
              status,
              group_id ?? '-',
              models?.join(', ') ?? 'everything',
              expires_at ?? 'never',
              created_by,
            ]),
          ),
    );
    return EXIT_CODES.ok;
  },
};

export const createVirtualKey: Command = {
  name: 'keys virtual create',
  summary: 'Make a key of the OpenAI-compatible door; its secret is shown this once',
  arguments: ['name'],
  options: {
    group: { type: 'string', value: '<id>', description: 'what its calls count under besides' },
    model: { type: 'string', value: '<name>', multiple: true, description: 'a route, provider/model or provider/*' },
    expires: { type: 'string', value: '<time>', description: 'when it ends, such as 2027-01-31T00:00:00Z' },
    dollars: { type: 'string', value: '<amount>', description: 'the most it spends, such as 12.50' },
    per: { type: 'string', value: 'day|month|total', description: 'the period of --dollars (else month)' },
    requests: { type: 'string', value: '<number>', description: 'requests per minute' },
    tokens: { type: 'string', value: '<number>', description: 'tokens per minute' },
    'at-once': { type: 'string', value: '<number>', description: 'calls at once' },
  },
  async run(invocation) {
    const { client, requiredArgument, text, list, output } = invocation;
    const models = list('model');
    const limits = limitsOf(invocation);
    const reply = await client.createVirtualKey({
      name: requiredArgument('name'),
      group_id: text('group'),
      expires_at: text('expires'),
      ...(models.length === 0 ? {} : { models }),
      ...(Object.values(limits).every((limit) => limit === undefined) ? {} : { limits }),
    });
    output.show(reply, () => [
      `Key ${reply.key.key_id} opens the door from now on. Keep its secret, it is not shown again:`,
      reply.secret,
    ]);
    return EXIT_CODES.ok;
  },
};

export const revokeVirtualKey: Command = {
  name: 'keys virtual revoke',
  summary: 'End a key of the OpenAI-compatible door at once',
  arguments: ['key-id'],
  async run({ client, requiredArgument, output }) {
    const virtual_key_id = requiredArgument('key-id');
    const reply = await client.revokeVirtualKey({ virtual_key_id });
    output.show(reply, () => [`Key ${virtual_key_id} opens nothing any more (${reply.revoked_at}).`]);
    return EXIT_CODES.ok;
  },
};

function limitsOf({ text, count }: Invocation) {
  return {
    requests_per_minute: count('requests', { min: 1, max: 1_000_000 }),
    tokens_per_minute: count('tokens', MOST),
    max_concurrent: count('at-once', { min: 1, max: 100_000 }),
    budget_micros: microsOf(text('dollars')),
    budget_period: closedChoice('--per', text('per'), PERIODS),
  };
}
