import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const getConfig: Command = {
  name: 'config get',
  summary: 'Show the configuration that holds for the tenant, or one key of it',
  arguments: ['[key]'],
  async run({ client, argument, output }) {
    const view = await client.getConfig();
    const { agents, llm_providers, workflow, rate_limits, retention, notifications } = view;
    const groups = Object.entries({ workflow, rate_limits, retention, notifications });
    const rows = [
      ...agents.map(({ id, enabled }) => [`agents.${id}.enabled`, String(enabled)]),
      ['llm_providers', llm_providers.join(',')],
      ...groups.flatMap(([group, values]) =>
        Object.entries(values).map(([name, value]) => [`${group}.${name}`, String(value)]),
      ),
    ];
    const key = argument('key');
    const shown = rows.filter(([name]) => key === undefined || name === key);
    const isSet = (name: string): string => (view.set_keys.includes(name) ? 'set' : 'default');
    output.show(view, () =>
      shown.length === 0
        ? [`There is no key ${key ?? ''}: run the command without one to see all.`]
        : [
            ...renderTable(
              ['key', 'value', 'from'],
              shown.map(([name = '', value = '']) => [name, value, isSet(name)]),
            ),
            `Version ${view.version}.`,
          ],
    );
    return shown.length === 0 ? EXIT_CODES.notFound : EXIT_CODES.ok;
  },
};
