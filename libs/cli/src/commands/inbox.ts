import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { nextPageLines, pageOf, pageOptions } from './page-options';

export const showInbox: Command = {
  name: 'inbox',
  summary: 'List what waits for your decision, oldest first',
  options: {
    workflow: { type: 'string', value: '<id>', description: 'only what one workflow asks' },
    agent: { type: 'string', value: '<id>', description: 'only what one agent asks' },
    ...pageOptions,
  },
  async run(invocation) {
    const workflow_id = invocation.text('workflow');
    const agent_id = invocation.text('agent');
    const page = await invocation.client.listHitlRequests({
      mine: true,
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...(agent_id === undefined ? {} : { agent_id }),
      ...pageOf(invocation),
    });
    const { requests, total_count, next_cursor } = page;
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'agent', 'since', 'next', 'title'],
        requests.map(({ id, agent_id: agent, created_at, due_at, title }) => [
          id,
          agent,
          created_at,
          due_at ?? '',
          title,
        ]),
      ),
      ...nextPageLines(total_count, requests.length, next_cursor),
    ]);
    return EXIT_CODES.ok;
  },
};
