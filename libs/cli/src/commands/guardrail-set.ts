import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';

const KINDS = [
  'private_key',
  'connection_string',
  'jwt',
  'provider_key',
  'assigned_secret',
  'email',
  'iban',
  'card',
  'national_id',
  'phone',
  'name',
  'injection',
] as const;
const ACTIONS = ['ignore', 'label', 'redact', 'block'] as const;
const MOST = { min: 1, max: 100_000_000 };

export const setGuardrails: Command = {
  name: 'guardrail set',
  summary: 'Set what is done about findings on a route ("*" for every other route)',
  arguments: ['route'],
  options: {
    rule: { type: 'string', value: '<kind>=<action>', description: 'such as email=redact', multiple: true },
    name: { type: 'string', value: '<name>', description: 'a name to look for', multiple: true },
    'values-for': { type: 'string', value: 'caller|readers', description: 'who gets values back (else caller)' },
    'max-bytes': { type: 'string', value: '<number>', description: 'most bytes of a prompt' },
    'max-tokens': { type: 'string', value: '<number>', description: 'most tokens of an answer' },
    version: { type: 'string', value: '<number>', description: 'the version it was read in (else whichever)' },
  },
  async run(invocation) {
    const { client, text, count, list, requiredArgument } = invocation;
    const version = count('version', MOST);
    const names = list('name');
    const max_input_bytes = count('max-bytes', MOST);
    const max_output_tokens = count('max-tokens', { min: 1, max: 1_000_000 });
    const restores_for = closedChoice('--values-for', text('values-for'), ['caller', 'readers'] as const);
    const reply = await client.setGuardrails({
      'If-Match': version === undefined ? '*' : `"${version}"`,
      route: requiredArgument('route'),
      rules: list('rule').map(ruleOf),
      ...(names.length === 0 ? {} : { names }),
      ...(restores_for === undefined ? {} : { restores_for }),
      ...(max_input_bytes === undefined ? {} : { max_input_bytes }),
      ...(max_output_tokens === undefined ? {} : { max_output_tokens }),
    });
    invocation.output.show(reply, () => [`The policy of ${reply.route} holds (version ${reply.version}).`]);
    return EXIT_CODES.ok;
  },
};

function ruleOf(written: string) {
  const [kind, action, ...rest] = written.split('=');
  if (rest.length > 0 || action === undefined)
    throw new UsageError(`--rule is <kind>=<action>, such as email=redact, not "${written}".`, setGuardrails.name);
  const rule = {
    kind: closedChoice('kind', kind, KINDS),
    action: closedChoice('action', action, ACTIONS),
  };
  if (rule.kind === undefined || rule.action === undefined)
    throw new UsageError(`--rule is <kind>=<action>, not "${written}".`, setGuardrails.name);
  return { kind: rule.kind, action: rule.action };
}
