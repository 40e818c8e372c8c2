import { EXIT_CODES } from '../exit-codes';
import type { Command, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';

const PERIODS = ['minute', 'day', 'month', 'total'] as const;
const SCOPES = ['tenant', 'group', 'virtual_key', 'process', 'agent', 'workflow', 'stage', 'task', 'call'] as const;
const PERCENT = { min: 1, max: 100 };
const MOST = { min: 1, max: 2_000_000_000 };

export const setBudget: Command = {
  name: 'budget set',
  summary: 'Make a budget or a limit, or change one with --id and --revision',
  arguments: ['scope', '[scope-id]'],
  options: {
    name: { type: 'string', value: '<text>', description: 'what people call it (else scope and period)' },
    per: { type: 'string', value: 'minute|day|month|total', description: 'its period (else month)' },
    dollars: { type: 'string', value: '<amount>', description: 'the most that is spent, such as 12.50' },
    warn: { type: 'string', value: '<percent>', description: 'tell people from here on' },
    downgrade: { type: 'string', value: '<percent>', description: 'use --downgrade-route from here on' },
    'downgrade-route': { type: 'string', value: '<route>', description: 'the cheaper route' },
    ask: { type: 'string', value: '<percent>', description: 'a person has to approve from here on' },
    requests: { type: 'string', value: '<number>', description: 'requests per minute' },
    tokens: { type: 'string', value: '<number>', description: 'tokens per minute' },
    'at-once': { type: 'string', value: '<number>', description: 'calls at once' },
    id: { type: 'string', value: '<id>', description: 'the budget to change' },
    revision: { type: 'string', value: '<number>', description: 'the revision it was read in' },
  },
  async run(invocation) {
    const { client, text, count } = invocation;
    const figures = figuresOf(invocation);
    const budget_id = text('id');
    const revision = count('revision', MOST);
    if ((budget_id === undefined) !== (revision === undefined))
      throw new UsageError('Give --id and --revision together: what is changed must be what was read.', setBudget.name);
    const reply =
      budget_id === undefined
        ? await client.createBudget(figures)
        : await client.changeBudget({ ...figures, budget_id, 'If-Match': `"${revision}"` });
    invocation.output.show(reply, () => [`Budget ${reply.budget_id} holds (revision ${reply.revision}).`]);
    return EXIT_CODES.ok;
  },
};

function figuresOf(invocation: Invocation) {
  const { argument, requiredArgument, text, count } = invocation;
  const scope_kind = closedChoice('scope', requiredArgument('scope'), SCOPES) ?? 'tenant';
  const isLimit = ['requests', 'tokens', 'at-once'].some((name) => text(name) !== undefined);
  const period = closedChoice('--per', text('per'), PERIODS) ?? (isLimit ? 'minute' : 'month');
  const given = {
    limit_micros: microsOf(text('dollars')),
    warn_percent: count('warn', PERCENT),
    downgrade_percent: count('downgrade', PERCENT),
    downgrade_route: text('downgrade-route'),
    ask_percent: count('ask', PERCENT),
    requests_per_minute: count('requests', MOST),
    tokens_per_minute: count('tokens', MOST),
    max_concurrent: count('at-once', MOST),
  };
  const scope_id = argument('scope-id') ?? '*';
  return { name: text('name') ?? `${scope_kind} per ${period}`, scope_kind, scope_id, period, ...given };
}

/** Dollars as whole millionths; no floating point on the way. */
export function microsOf(amount: string | undefined): number | undefined {
  if (amount === undefined) return undefined;
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new UsageError('An amount is in dollars, such as 12.50, and never negative.');
  return Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'));
}
