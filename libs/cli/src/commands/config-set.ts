import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

type Change = Parameters<import('@botarmy/sdk').BotArmyClient['setConfig']>[0];

export const setConfig: Command = {
  name: 'config set',
  summary: 'Change one key of the configuration, or put it back to its default with --default',
  arguments: ['key', '[value]'],
  options: {
    default: { type: 'boolean', description: 'put the key back to its default' },
    version: { type: 'string', value: '<number>', description: 'only if this is still the version' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const { client, argument, requiredArgument, flag, count, output } = invocation;
    const key = requiredArgument('key');
    const value = argument('value');
    if (flag('default') === (value !== undefined))
      throw new UsageError('Give a value, or --default to put the key back.', setConfig.name);
    const version = count('version', { min: 1, max: 1_000_000_000 });
    const reply = await client.setConfig({
      ...(value === undefined ? { reset: [key] } : changeOf(key, value)),
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      ...idempotencyKeyOf(invocation),
    });
    output.show(reply, () => [`${key} holds from now on (version ${reply.version}).`]);
    return EXIT_CODES.ok;
  },
};

/** A key and its value as the API takes them: `agents.analyst.enabled`, `llm_providers` (a,b), `<group>.<name>`. */
function changeOf(key: string, value: string): Change {
  const [, agent] = /^agents\.(.+)\.enabled$/.exec(key) ?? [];
  if (agent !== undefined) return { agents: [{ id: agent, enabled: value === 'true' ? true : notFalse(value) }] };
  if (key === 'llm_providers') return { llm_providers: value.split(',').filter((name) => name !== '') };
  const [group = '', name = ''] = key.split('.');
  return { [group]: { [name]: plain(value) } };
}

function notFalse(value: string): boolean {
  if (value !== 'false') throw new UsageError(`${value} is neither true nor false.`, setConfig.name);
  return false;
}

function plain(value: string): boolean | number | string {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d{1,15}$/.test(value) ? Number(value) : value;
}
