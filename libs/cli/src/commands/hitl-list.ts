import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { closedChoice } from './closed-choice';
import { nextPageLines, pageOf, pageOptions } from './page-options';

const STATUSES = ['pending', 'approved', 'modified', 'rejected', 'cancelled', 'all'] as const;

export const listHitlRequests: Command = {
  name: 'hitl list',
  summary: 'List what waits for a decision, oldest first',
  options: {
    status: { type: 'string', value: '<status>', description: `others than the open ones: ${STATUSES.join(', ')}` },
    workflow: { type: 'string', value: '<id>', description: 'only those of one workflow' },
    ...pageOptions,
  },
  async run(invocation) {
    const status = closedChoice('--status', invocation.text('status'), STATUSES);
    const workflow_id = invocation.text('workflow');
    const page = await invocation.client.listHitlRequests({
      ...(status === undefined ? {} : { status }),
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...pageOf(invocation),
    });
    const { requests, total_count, next_cursor } = page;
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'status', 'agent', 'since', 'title'],
        requests.map(({ id, status: state, agent_id, created_at, title }) => [id, state, agent_id, created_at, title]),
      ),
      ...nextPageLines(total_count, requests.length, next_cursor),
    ]);
    return EXIT_CODES.ok;
  },
};
