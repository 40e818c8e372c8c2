import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const diffArtifact: Command = {
  name: 'artifact diff',
  summary: 'Show what differs between two versions of an artifact',
  arguments: ['artifact-id'],
  options: {
    from: { type: 'string', value: '<version>', description: 'the older version; else the one before --to' },
    to: { type: 'string', value: '<version>', description: 'the newer version; else the newest' },
  },
  async run(invocation) {
    const { client, output } = invocation;
    const artifact_id = invocation.requiredArgument('artifact-id');
    const bounds = { min: 1, max: Number.MAX_SAFE_INTEGER };
    const to = invocation.count('to', bounds) ?? (await client.getArtifact({ artifact_id })).version;
    const from = invocation.count('from', bounds) ?? Math.max(1, to - 1);
    const reply = await client.compareArtifactVersions({ artifact_id, from, to });
    output.show(reply, () => [
      `${reply.to.path}: version ${from} to ${to}, ${reply.added_lines} lines added, ${reply.removed_lines} removed`,
      ...reply.hunks.flatMap((hunk) => [
        `@@ -${hunk.from_start},${hunk.from_lines} +${hunk.to_start},${hunk.to_lines} @@`,
        ...hunk.lines,
      ]),
      ...(reply.detail === 'whole' ? ['The versions have too little in common to be compared line by line.'] : []),
      ...(reply.detail === 'cut' ? ['There are further differences: read both versions.'] : []),
    ]);
    return EXIT_CODES.ok;
  },
};
