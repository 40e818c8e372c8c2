import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { closedChoice } from './closed-choice';
import { nextPageLines, pageOf, pageOptions } from './page-options';

const STATUSES = [
  'started',
  'in_progress',
  'waiting_for_human',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;

export const listWorkflows: Command = {
  name: 'workflow list',
  summary: 'List workflows, newest first',
  options: {
    status: { type: 'string', value: '<status>', description: `only those that are ${STATUSES.join(', ')}` },
    ...pageOptions,
  },
  async run(invocation) {
    const status = closedChoice('--status', invocation.text('status'), STATUSES);
    const page = await invocation.client.listWorkflows({
      ...(status === undefined ? {} : { status }),
      ...pageOf(invocation),
    });
    const { workflows, total_count, next_cursor } = page;
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'status', 'done', 'stage', 'started', 'title'],
        workflows.map((workflow) => [
          workflow.id,
          workflow.imported_from === undefined ? workflow.status : `${workflow.status} (imported)`,
          `${workflow.progress_percent} %`,
          workflow.current_stage ?? '',
          workflow.started_at,
          workflow.title,
        ]),
      ),
      ...nextPageLines(total_count, workflows.length, next_cursor),
    ]);
    return EXIT_CODES.ok;
  },
};
