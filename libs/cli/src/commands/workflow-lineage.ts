import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showLineage: Command = {
  name: 'workflow lineage',
  summary: 'Show which documents are stale and why, and what the workflow was forked from',
  arguments: ['workflow-id'],
  async run({ requiredArgument, client, output }) {
    const lineage = await client.getWorkflowLineage({ workflow_id: requiredArgument('workflow-id') });
    const { stale, parent_workflow_id: parent, parent_seq: seq } = lineage;
    output.show(lineage, () => [
      ...(parent === null ? [] : [`Forked from event ${seq} of workflow ${parent}.`, '']),
      ...(stale.length === 0
        ? ['Nothing is stale.']
        : renderTable(
            ['stale document', 'because of', 'what changed', 'since'],
            stale.map((entry) => [
              entry.path,
              entry.because,
              `${entry.changed_path} (version ${entry.changed_version})`,
              entry.since,
            ]),
          )),
    ]);
    return EXIT_CODES.ok;
  },
};
