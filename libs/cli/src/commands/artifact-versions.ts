import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const listArtifactVersions: Command = {
  name: 'artifact versions',
  summary: 'List the versions of an artifact, newest first',
  arguments: ['artifact-id'],
  options: {
    limit: { type: 'string', value: '<count>', description: 'how many to show, 1 to 100; else 20' },
    before: { type: 'string', value: '<version>', description: 'only versions below this number' },
  },
  async run(invocation) {
    const limit = invocation.count('limit', { min: 1, max: 100 });
    const before = invocation.count('before', { min: 1, max: Number.MAX_SAFE_INTEGER });
    const reply = await invocation.client.listArtifactVersions({
      artifact_id: invocation.requiredArgument('artifact-id'),
      ...(limit === undefined ? {} : { limit }),
      ...(before === undefined ? {} : { before }),
    });
    invocation.output.show(reply, () => [
      ...renderTable(
        ['version', 'stored', 'agent', 'bytes', 'sha-256'],
        reply.versions.map(({ version, modified_at, agent_id, size_bytes, checksum }) => [
          String(version),
          modified_at,
          agent_id,
          String(size_bytes),
          checksum.slice(0, 12),
        ]),
      ),
      ...(reply.next_before === null ? [] : ['', `More: --before ${reply.next_before}`]),
    ]);
    return EXIT_CODES.ok;
  },
};
