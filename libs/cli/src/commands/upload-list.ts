import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { closedChoice } from './closed-choice';
import { nextPageLines, pageOf, pageOptions } from './page-options';

const STATUSES = ['quarantined', 'clean', 'unscanned', 'infected'] as const;

export const listUploads: Command = {
  name: 'upload list',
  summary: 'List uploads, newest first',
  options: {
    status: { type: 'string', value: '<status>', description: `one of ${STATUSES.join(', ')}` },
    ...pageOptions,
  },
  async run(invocation) {
    const status = closedChoice('--status', invocation.text('status'), STATUSES);
    const page = await invocation.client.listUploads({
      ...(status === undefined ? {} : { status }),
      ...pageOf(invocation),
    });
    const { uploads, total_count, next_cursor } = page;
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'status', 'bytes', 'kind', 'uploaded', 'name'],
        uploads.map(({ id, status: state, size_bytes, kind, uploaded_at, name }) => [
          id,
          state,
          String(size_bytes),
          kind,
          uploaded_at,
          name,
        ]),
      ),
      ...nextPageLines(total_count, uploads.length, next_cursor),
    ]);
    return EXIT_CODES.ok;
  },
};
