import { EXIT_CODES } from '../exit-codes';
import { safeJson } from '../terminal/safe-json';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { pageOf, pageOptions } from './page-options';

export const showConfigHistory: Command = {
  name: 'config history',
  summary: 'List changes of the configuration, newest first',
  options: pageOptions,
  async run(invocation) {
    const reply = await invocation.client.listConfigChanges(pageOf(invocation));
    invocation.output.show(reply, () => [
      ...(reply.changes.length === 0
        ? ['Nothing was changed so far.']
        : renderTable(
            ['version', 'scope', 'by', 'at', 'before', 'after'],
            reply.changes.map(({ version, scope, changed_by, changed_at, before, after }) => [
              String(version),
              scope,
              changed_by,
              changed_at,
              safeJson(before),
              safeJson(after),
            ]),
          )),
      ...(reply.next_cursor === null ? [] : ['', `Older ones: --cursor ${reply.next_cursor}`]),
    ]);
    return EXIT_CODES.ok;
  },
};
