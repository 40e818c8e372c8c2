import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showHitlRecords: Command = {
  name: 'hitl records',
  summary: 'Show the trail of a request: asked, decided, executed and all between',
  arguments: ['request-id'],
  async run({ requiredArgument, client, output }) {
    const trail = await client.listHitlRecords({ request_id: requiredArgument('request-id') });
    output.show(trail, () =>
      renderTable(
        ['at', 'what', 'details'],
        trail.records.map(({ occurred_at, type, data }) => [occurred_at, type, JSON.stringify(data)]),
      ),
    );
    return EXIT_CODES.ok;
  },
};
