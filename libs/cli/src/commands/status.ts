import { EXIT_CODES } from '../exit-codes';
import { renderFields, renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showStatus: Command = {
  name: 'status',
  summary: 'Show what the platform does and how it is',
  async run({ client, output }) {
    const [status, health] = await Promise.all([client.getStatus(), client.getDetailedHealth()]);
    output.show({ ...status, health }, () => [
      ...renderFields({
        address: client.baseUrl,
        health: health.status,
        'active workflows': status.active_workflows,
        models: status.simulated === true ? 'simulated provider' : undefined,
      }),
      '',
      ...renderTable(
        ['service', 'state'],
        Object.entries(health.services).map(([name, state]) => [name, String(state)]),
      ),
      '',
      ...renderTable(
        ['process', 'version', 'minutes', 'title'],
        status.processes.map((process) => [
          process.name,
          process.version,
          String(process.estimated_duration_minutes),
          process.title,
        ]),
      ),
    ]);
    return health.status === 'healthy' ? EXIT_CODES.ok : EXIT_CODES.unavailable;
  },
};
