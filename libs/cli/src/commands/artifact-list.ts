import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { nextPageLines, pageOf, pageOptions } from './page-options';

export const listArtifacts: Command = {
  name: 'artifact list',
  summary: 'List artifacts',
  options: {
    workflow: { type: 'string', value: '<id>', description: 'only those of one workflow' },
    ...pageOptions,
  },
  async run(invocation) {
    const workflow_id = invocation.text('workflow');
    const page = await invocation.client.listArtifacts({
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...pageOf(invocation),
    });
    const { artifacts, total_count, next_cursor } = page;
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'version', 'bytes', 'agent', 'modified', 'path'],
        artifacts.map(({ id, version, size_bytes, agent_id, modified_at, path }) => [
          id,
          String(version),
          String(size_bytes),
          agent_id,
          modified_at,
          path,
        ]),
      ),
      ...nextPageLines(total_count, artifacts.length, next_cursor),
    ]);
    return EXIT_CODES.ok;
  },
};
