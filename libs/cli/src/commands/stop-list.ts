import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const listStops: Command = {
  name: 'stops',
  summary: 'List the stops in force',
  async run(invocation) {
    const reply = await invocation.client.listStops();
    invocation.output.show(reply, () =>
      reply.stops.length === 0
        ? ['Nothing is stopped.']
        : renderTable(
            ['id', 'what', 'tenant', 'held tasks', 'since', 'by', 'reason'],
            reply.stops.map((stop) => [
              stop.stop_id,
              [stop.scope, stop.subject].filter((word) => word !== '').join(' '),
              stop.target_tenant === '*' ? 'all' : stop.target_tenant,
              String(stop.held_tasks),
              stop.stopped_at,
              stop.stopped_by,
              stop.reason,
            ]),
          ),
    );
    return EXIT_CODES.ok;
  },
};
